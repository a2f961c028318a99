"""Feeds and sitemaps, watched for weeks: what is new joins the ledger, and is told.

    address    which addresses may be fetched: public ones, over http(s)
    fetch      one address, politely: pace, robots.txt, limits of size and time
    entries    what a feed or sitemap lists
    schedule   when a feed is asked again
    state      what to know to go on where a watch stopped
    watch      the loop over all of it
    news       what an article adds to the story

The only room that uses the network, and only when its command is given.
"""

from onrecord.watch.address import is_public
from onrecord.watch.fetch import Fetcher, Manners
from onrecord.watch.news import News
from onrecord.watch.state import State
from onrecord.watch.watch import Plan, Polled, Watch

__all__ = ["Fetcher", "Manners", "News", "Plan", "Polled", "State", "Watch", "is_public"]

"""Words for people, times and places become entities, intervals and coordinates."""

from onrecord.resolve.dates import dates_said
from onrecord.resolve.entities import Resolution, entities_in
from onrecord.resolve.places import Places, places_said

__all__ = ["Places", "Resolution", "dates_said", "entities_in", "places_said"]

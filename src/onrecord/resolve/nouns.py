"""What the common nouns that can speak are: persons, bodies, places, people, or mere words.

Nobody can tell from "the sculptor" alone who is meant, but everybody can tell that it is one
person, that "the ministry" is a body, that "critics" are people without a name and that "the
statement" is paper: it says what somebody else put into it. These tables hold that much. They
are word lists because the words which newspapers quote are few: with the endings (`-ologist`,
`-woman`) they know the head of four in five noun-headed sources of PolNeAR's training articles,
and most of what is left ("percent", "half") is nobody. A noun that is in no list and has no
telling ending is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from onrecord.given import Gender


class Sort(StrEnum):
    """What sort of thing a noun stands for."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    PEOPLE = "people"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Noun:
    """A common noun in the singular, its sort, and what its form tells of number and gender."""

    lemma: str
    sort: Sort
    plural: bool = False
    gender: Gender | None = None


# Offices and callings. They may be capitalised before a name and stay roles all the same.
_PERSON = """
    academic accountant activist actor adjutant administrator admiral adviser advisor advocate
    agent aide ally ambassador analyst anchor announcer anthropologist apprentice archbishop
    archaeologist architect archivist artist assistant associate astronaut astronomer athlete
    attorney author ayatollah banker baron barrister bishop blogger boss boxer breeder broadcaster
    broker builder bureaucrat businessperson buyer cadet campaigner candidate captain cardinal
    caretaker carpenter cartoonist celebrity ceo cfo chair chairperson chancellor chaplain chef
    chemist chief citizen clergyman cleric clerk climatologist co-author co-chair co-director
    co-founder co-host co-owner co-pilot coach coauthor cofounder collector colleague colonel
    columnist comedian commander commandant commentator commissioner composer comptroller
    conductor congressperson consul consultant contractor controller coo coordinator coroner
    correspondent councillor councilor councilmember counsel counselor counsellor creator critic
    curator customer cyclist dancer dean defector defendant delegate demographer demonstrator
    dentist deputy designer detective developer dictator diplomat director dissident doctor donor
    driver drummer dweller economist editor educator emir emperor employee employer engineer
    entrepreneur envoy epidemiologist executive expert explorer fan farmer filmmaker financier
    firefighter fisher footballer forecaster foreman founder fugitive gardener general geographer
    geologist goalkeeper golfer governor graduate guard guest guide guitarist head helper hero
    historian host hostage hunter imam immigrant inmate inspector instructor insurgent
    intern interpreter inventor investigator investor jockey journalist judge juror justice keeper
    laborer labourer landlord lawmaker lawyer leader learner lecturer legislator liaison librarian
    lieutenant linguist lobbyist logistician magistrate maker manager marshal mathematician mayor
    mechanic mediator member mentor merchant meteorologist migrant miner minister model moderator
    monk musician naturalist negotiator neighbor neighbour neurologist novelist nurse observer
    officeholder officer official operator opponent organiser organizer owner painter paramedic
    parliamentarian parishioner participant partner passenger pastor pathologist patient patriarch
    patron pediatrician performer petitioner philanthropist philosopher photographer physician
    physicist pianist pilot pioneer plaintiff planner player playwright poet politician pollster
    pope postmaster practitioner preacher premier presenter president presidential-candidate
    priest principal prisoner producer professor programmer promoter proprietor prosecutor
    protester protestor provost psychiatrist psychologist publicist publisher pundit pupil rabbi
    racer ranger realtor recipient rector referee refugee registrar regulator rep reporter
    representative researcher resident respondent retiree reviewer ringleader rival runner sailor
    scholar scientist scriptwriter sculptor secretary seller senator sergeant shareholder sheikh
    sheriff shopkeeper shopper singer skipper sociologist soldier soloist solicitor songwriter
    source speaker specialist speechwriter spokesperson staffer star statistician strategist
    striker student superintendent supervisor supporter surgeon surveyor survivor suspect
 senior freshman sophomore
    swimmer teacher technician teen teenager therapist tourist trader trainer translator traveler
    traveller treasurer trustee tutor undersecretary user vendor veteran veterinarian vicar
    vice-president vice-chair victim villager violinist virologist visitor volunteer voter warden
    whistleblower winner witness worker workman wrestler writer youngster youth
    adult applicant bystander complainant contestant contributor convict co-worker creditor
    democrat republican conservative liberal socialist communist nationalist loyalist lender
    dealer entertainer debater debtor diver fighter freelancer informant insider islamist jihadist
    militant motorist newcomer nominee nutritionist onlooker parent person pensioner pedestrian
    poster rebel renter rider scout separatist settler sibling spouse subscriber tenant twin
    undergraduate understudy unionist watchdog-head widow worshipper developer-in-chief trucker
    rapper screenwriter secretary-general attorney-general vice-chancellor ombudsman advisor-general
    narrator mogul hacker operative contender superdelegate interviewer enthusiast progressive
    child kid baby infant cousin friend classmate roommate relative fellow
    muslim christian catholic jew hindu buddhist
"""
_FEMALE = """
    actress aunt ballerina baroness bride businesswoman chairwoman congresswoman councilwoman
    countess czarina daughter duchess empress fiancée fiancee firstlady forewoman girl girlfriend
    goddess granddaughter grandma grandmother heiress heroine hostess housewife lady madam maid
    matriarch mistress mom mother mum niece nun policewoman priestess princess queen saleswoman
    schoolgirl servicewoman sister spokeswoman sportswoman stepmother teenage-girl waitress widow
    wife woman assemblywoman alderwoman noblewoman fisherwoman
"""
_MALE = """
    alderman assemblyman baron boy boyfriend bridegroom brother businessman cameraman chairman
    congressman councilman count craftsman czar dad duke emperor father fiancé fireman fisherman
    foreman frontman gentleman grandfather grandpa grandson groom gunman guy husband king
    lord man midshipman monk nephew nobleman policeman priest prince salesman schoolboy serviceman
    son spokesman sportsman statesman stepfather tsar uncle waiter widower workman imam
    clergyman rifleman guardsman anchorman
"""
_BODY = """
    academy administration agency airline alliance army arm assembly association authority bank
    board body broadcaster brand brigade bureau business cabinet campaign carmaker camp caucus center
    centre chain chamber channel charity church club coalition college commission committee
    community company conglomerate congregation congress consortium contractor
    convention cooperative corporation council court department developer division embassy empire
    enterprise establishment executive exchange faculty federation firm force forum foundation
    fund gallery giant government group headquarters hospital hotel house inspectorate institute
    institution insurer intelligence judiciary junta jury kremlin laboratory label league
    legislature library magazine maker manufacturer marine military militia ministry mission
    monastery mosque movement museum navy network newspaper ngo nonprofit non-profit office
    operator opposition order organisation organization outfit outlet panel paper parish
    parliament party partnership patrol platform politburo precinct presidency publication
    publisher regime regiment regulator retailer school secretariat senate service site start-up
    startup station studio subsidiary supplier syndicate synod task-force team temple theater
    theatre thinktank think-tank treasury tribunal trust union unit university utility vendor
    watchdog website wing workshop newsroom startup portal periodical daily weekly tabloid
    broadsheet airforce airport district
"""
_PLACE = """
    area borough capital city commune continent county country district empire hamlet island
    kingdom land metropolis municipality nation neighborhood neighbourhood parish port prefecture
    principality province region republic state suburb territory town village
"""
_PEOPLE = """
    audience clergy couple crew crowd electorate everybody everyone family folk folks gang
    households elites faction leadership population locals majority management many media men minority others people
    personnel police press public rest several sides some staff trio women youth authorities
    troops forces intelligentsia elderly poor few most both brass duo pair workforce
"""
# What is written or spoken: it has an author, who is the speaker where the phrase tells.
_WORDS = """
    account accusation acknowledgement acknowledgment ad address admission advert advertisement advisory
    affidavit agreement alert allegation amendment analysis announcement answer appeal application
    appraisal argument article assertion assessment assurance audit bill blog book briefing
    broadcast bulletin caption charge claim column comment commentary communique communiqué
    complaint conclusion confession confirmation contract conversation correspondence criticism
    data declaration decision decree denial description dispatch document documentary dossier
    draft editorial email e-mail epistle essay estimate evaluation evidence explanation fact file
    figure filing film finding footage forecast graph guideline headline images indictment
    information inquest inquiry insistence instruction interview investigation journal law lawsuit
    letter line list logic log manifesto manual map memo memoir memorandum message minutes motion
    newsletter note notice notification number observation opinion order outlook page paper
    passage petition photo picture plan plea poem policy poll post posting posts prediction
    presentation profile programme program project projection proposal prospectus quotation quote
    readout reading rebuttal recommendation record recording release remark reminder reply report
    research resolution response result revelation review rule ruling rumor rumour satire scenario
    scripture section sentence sign slide song source-code speech statement statistic stats story
    study submission suit suggestion summary survey suspicion tale talk tape telegram
    test testimony text theory thesis thread threat tip transcript tweet update verdict version
    video view vow warning website-post wire word words writing writings works paperwork
    census estimates projections measure index model research sketch slogan webpage
"""
_PEOPLE_PLURALS = {"men": "man", "women": "woman", "people": "person", "children": "child"}
_IRREGULAR = {**_PEOPLE_PLURALS, "wives": "wife", "analyses": "analysis", "theses": "thesis"}
_ENDINGS: tuple[tuple[str, Gender | None], ...] = (
    ("woman", Gender.FEMALE),
    ("man", Gender.MALE),
    ("person", None),
    ("ologist", None),
    ("ographer", None),
    ("ician", None),
    ("maker", None),
    ("holder", None),
    ("keeper", None),
    ("goer", None),
    ("worker", None),
    ("seeker", None),
    ("founder", None),
    ("ist", None),
)
_NOT_BY_ENDING = frozenset(
    """list mist twist fist wrist exist assist consist insist resist persist desist enlist
    human german roman""".split()
)

# Short forms that stand before a name and nowhere else.
ABBREVIATED = {
    "mr": Gender.MALE,
    "sir": Gender.MALE,
    "lord": Gender.MALE,
    "fr": Gender.MALE,
    "mrs": Gender.FEMALE,
    "ms": Gender.FEMALE,
    "miss": Gender.FEMALE,
    "dame": Gender.FEMALE,
    "lady": Gender.FEMALE,
    "madame": Gender.FEMALE,
    **dict.fromkeys(
        """dr prof gov lt col gen capt maj sgt cpl pvt sen rep rev hon pres adm cmdr cdr supt insp
        atty amb mx st messrs brig det dep asst gens sens reps profs drs hrh msgr pfc""".split(),
        None,
    ),
}
MODIFIERS = frozenset(
    """
    former ex-senior senior junior deputy vice acting interim assistant associate chief head lead
    prime foreign defense defence interior finance home justice health education trade energy
    environment labor labour transport agriculture culture sports security national federal state
    regional local provincial municipal district city county village town royal military naval
    political economic legal financial technical medical scientific social general executive
    managing founding co-founding presidential parliamentary congressional senatorial mayoral
    republican democratic conservative liberal labour green independent opposition ruling top
    high-ranking veteran longtime long-time retired late incoming outgoing current then-
    then newly-elected newly elected american british european african asian western eastern
    northern southern central first second permanent special personal press media public private
    human rights civil lower upper minority majority house senate cabinet exiled jailed
    award-winning prominent leading renowned famous well-known self-proclaimed self-styled shadow
    police fire army air force navy team party union church school college university company bank
    research science space nuclear climate weather football soccer basketball baseball hockey
    tennis film movie television tv radio music news sports fashion rock pop jazz opera star
    attorney solicitor surgeon lieutenant major brigadier rear fleet field staff
    little-known outspoken influential controversial billionaire millionaire
    """.split()
)


# Short titles that are offices, written out.
OFFICES = {
    "sen": "Senator",
    "sens": "Senator",
    "rep": "Representative",
    "reps": "Representative",
    "gov": "Governor",
    "gens": "General",
    "gen": "General",
    "col": "Colonel",
    "lt": "Lieutenant",
    "capt": "Captain",
    "sgt": "Sergeant",
    "adm": "Admiral",
    "cmdr": "Commander",
    "pres": "President",
    "prof": "Professor",
    "atty": "Attorney",
    "amb": "Ambassador",
    "supt": "Superintendent",
    "insp": "Inspector",
    "det": "Detective",
}


# Persons by what befell them or what they are born as: true of them, but nobody's role.
NO_ROLE = frozenset(
    """
    man woman boy girl person child kid baby infant teen teenager youth adult lady gentleman guy
    source official suspect victim speaker poster twin friend witness user member
    """.split()
)


@cache
def _table() -> dict[str, Noun]:
    table: dict[str, Noun] = {}
    for words, sort, gender in (
        (_WORDS, Sort.WORDS, None),
        (_PLACE, Sort.PLACE, None),
        (_BODY, Sort.BODY, None),
        (_PEOPLE, Sort.PEOPLE, None),
        (_PERSON, Sort.PERSON, None),
        (_FEMALE, Sort.PERSON, Gender.FEMALE),
        (_MALE, Sort.PERSON, Gender.MALE),
    ):
        for word in words.split():
            table[word] = Noun(word, sort, sort is Sort.PEOPLE, gender)
    for (
        word
    ) in "maker contractor developer broadcaster publisher regulator vendor operator".split():
        table[word] = Noun(word, Sort.PERSON)
    for plural, singular in _PEOPLE_PLURALS.items():
        table[plural] = Noun(singular, Sort.PERSON, True, table[singular].gender)
    return table


@lru_cache(maxsize=16384)
def noun(word: str) -> Noun | None:
    """What `word` is, in any case and number, or None."""
    word = word.lower().replace("’", "'")
    table = _table()
    if word in table:
        return table[word]
    for singular in _singulars(word):
        if singular in table and (
            table[singular].sort is Sort.PEOPLE or not table[singular].plural
        ):
            known = table[singular]
            return Noun(known.lemma, known.sort, True, known.gender)
    return _by_ending(word)


def _singulars(word: str) -> list[str]:
    if word in _IRREGULAR:
        return [_IRREGULAR[word]]
    if word.endswith("men"):
        return [word[:-2] + "an"]
    if not word.endswith("s") or word.endswith("ss") or len(word) < 4:
        return []
    found = [word[:-1]]
    if word.endswith("es"):
        found.append(word[:-2])
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    return found


def _by_ending(word: str) -> Noun | None:
    if "-" in word.strip("-"):
        last = noun(word.rsplit("-", 1)[1])
        return Noun(word, last.sort, last.plural, last.gender) if last else None
    for form, plural in ((word, False), *((s, True) for s in _singulars(word))):
        for ending, gender in _ENDINGS:
            if form.endswith(ending) and len(form) > len(ending) + 2:
                if form in _NOT_BY_ENDING or not form.isalpha():
                    return None
                return Noun(form, Sort.PERSON, plural, gender)
    return None

"""Which pronoun goes with a given name, as far as the name alone tells.

Only names that are nearly always one or the other are here; "Alex", "Kim" and "Robin" are left
out, and whoever is missing is simply not known by name: titles, roles and the article's own
pronouns may still tell. Written from general knowledge of the names that world news carries
(English-speaking, Romance, German, Slavic, Arabic, Persian, Turkish, South Asian), not taken
from a list. Slavic surnames tell as well, by their endings.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache


class Gender(StrEnum):
    """As far as pronouns go."""

    FEMALE = "female"
    MALE = "male"


_FEMALE = """
    abigail ada adriana agnes agnieszka aicha aisha alejandra alexandra alexandria alice alicia
    alina alison alla allison alyssa amal amanda amber amelia amina amy ana anastasia andrea
    angela angelina anita anja anna annalena anne annette annie antonia aoife april aria ariana
    arlene asha ashley astrid audrey aurora ayesha aysha barbara beata beatrice beatriz
    becky bella benazir bernadette bertha beth bethany betsy betty beverly bianca birgit bonnie
    brenda brianna bridget brigitte brittany camila camilla candace carla carmen carol carole
    carolina caroline carolyn carrie catherine cathy cecilia celia charlotte chelsea cheryl
    chiara chloe christina christine cindy claire clara clarissa claudia colette colleen connie
    consuelo cora cornelia courtney cristina crystal cynthia daisy dana daniela danielle daphne
    daria darya dawn deborah debra deirdre delia denise diana diane dilma dina dolores donna
    dora doreen doris dorothy edith eileen elaine eleanor elena eliana elisa elisabeth elise
    eliza elizabeth ella ellen elsa elvira emilia emily emma erica erika erin esther ethel eugenia
    eunice eva eve evelyn faith farah fatima fatma felicia fiona flora florence frances francesca
    frida gabriela gabriella gabrielle galina gemma genevieve georgia georgina geraldine gertrude
    gina ginger gisele giulia giorgia gloria grace greta gretchen gwen gwendolyn hanan hanna hannah
    harriet hazel heather heidi helen helena helga henrietta hilary hilda hillary hina holly hope
    huma ida ilhan ines ingrid irene irina iris isabel isabella isobel ivana ivanka jacinda
    jackie jacqueline jada jane janet janice janine jasmine jean jeanette jeanine jeanne jelena
    jennifer jenny jessica jill joan joanna joanne jocelyn johanna josephine joy joyce juana
    juanita judith judy julia juliana julianne julie juliet justine kamala karen karin karina
    karla katarina kate katerina katharine katherine kathleen kathryn kathy katia katie katja
    katrina katya kayla keiko kelly kendra khadija kirsten kirstin kristen kristin kristina
    kristine krystal kyrsten lana lara larissa laura lauren laverne lea leah leila lena
    leonor leslie leticia leyla liana lidia lila lilian lillian lily linda lindsay lisa liz liza
    lois lola loretta lori lorraine louisa louise lucia lucille lucinda lucy ludmila luisa lydia
    lynn lynne mabel mackenzie madeleine madeline madison maeve magdalena maggie maia malala
    malia manuela marcela marcia margaret margarita margot maria mariam mariana marianne marie
    mariel marilyn marina marine marion marisa marissa marjorie marlene marsha marta martha
    martina mary maryam matilda maureen maya megan meghan melania melanie melinda melissa mercedes
    meredith mia michaela michele michelle mildred millicent mindy mira miranda miriam mitzi
    moira mollie molly mona monica monique muriel myra myrtle nabila nadia nadine nadezhda nancy
    naomi natalia natalie natalya natasha neha nellie nicola nicole nikki nina noor nora noreen
    norma olena olga olivia oksana ophelia oprah paige pamela patricia patrice patty paula paulette
    pauline pearl peggy penelope penny petra phoebe phyllis priscilla priti priya rachel ramona
    rania raquel rashida rebecca regina renata renee rhonda rita roberta robyn rosa rosalie
    rosalind rosalynn rose roseanne rosemary roxana roxanne ruth sabina sabrina sally samantha
    samira sandra sania sanna sara sarah sasha savannah selena serena shanna shannon sharon
    shauna sheila shelby shelley sheryl shirin shirley shreya sienna silvia simone sinead siobhan
    sofia sonia sonja sonya sophia sophie stacey stacy stefania stella stephanie sue suella sunita
    susan susana susanna susanne suzanne svetlana sviatlana sylvia tabitha tamara tammy tania tanya
    tara tatiana tatyana teresa tessa thea thelma theresa therese tiffany tina tonya tracy trisha
    trudy tulsi ulrike ursula uzma valentina valeria valerie valeska vanessa vera veronica
    vicky victoria viktoria violet violeta virginia vivian wanda wendy whitney wilma winifred
    xenia xiomara yasmin yasmine yekaterina ekaterina yelena yevgenia yolanda yulia yvette yvonne
    zahra zainab zara zeinab zelda zoe zofia zsuzsanna
"""
_MALE = """
    aaron abdel abdul abdullah abe abel abraham adam adel adolf adrian ahmad ahmed aidan akbar
    akira al alain alan albert alberto aldo alec alejandro aleksandar aleksandr aleksei alessandro
    alexander alexandre alexei alexey alexis alfonso alfred alfredo ali alistair allan allen
    alonso alvaro alvin ambrose amir amit amos anatoly anders andre andreas andrei andres andrew
    andrey andriy andrzej andy angelo angus anthony antoine anton antonio antony anwar archie
    ariel armando arnold artem arthur arturo arvind asad ashraf asif august augusto austin aziz
    barack barry bart bashar basil ben benedict benito benjamin benny bernard bernardo bernie
    bert bertrand bill billy bjorn blake bob bobby bogdan boris brad bradley brandon brendan
    brent brett brian bruce bruno bryan byron caleb calvin carl carlo carlos carlton carter
    cecil cedric cesar chad charles charlie chester chris christian christoph christophe
    christopher clarence clark claude claudio claus clayton clement cliff clifford clint clinton
    clive clyde cody colin connor conor conrad constantine cornelius craig curtis cyril cyrus
    dale damian damien damon dan daniel daniele danny dario darrell darren darryl dave david dean
    declan denis dennis denys derek desmond devin dick diego dieter dimitri dirk dmitri dmitriy
    dmitry dmytro dominic dominik don donald donnie doug douglas doyle duane duncan dustin dwayne
    dwight earl ed eddie edgar edmund eduard eduardo edward edwin efrain egor ehud eli elias
    elijah elliot elliott elmer elon emanuel emil emilio emmanuel emmerson enrico enrique enver
    eric erich erik ernest ernesto ernst ethan eugene evan evgeny ezra fabian fabio faisal farid
    farouk felipe felix fernando fidel filip finn floyd francesco francis francisco franco
    francois françois frank franklin franz fred freddie frederick fredrik friedrich fritz fuad
    fyodor gabriel gareth garrett gary gavin gene gennady geoff geoffrey george georges georgios
    gerald gerard gerardo gerhard gianni gideon gilbert giles giovanni giuseppe glen glenn gordon
    graeme graham grant greg gregor gregory grigory guido guillermo gunter gus gustav gustavo guy
    habib hamid hamza hank hans harold harry harvey hasan hashim hassan hector heinrich helmut
    henri henrik henry herbert herman hernan hernando hiroshi homer horace horst howard hubert
    hugh hugo humphrey husain hussein ian ibrahim ignacio igor ilya imad imran ioannis isaac isaiah
    ismail ivan jack jacob jacques jaime jair jake jakob jamal james jamie jan jared jason javier
    jay jean-claude jean-luc jean-marc jean-pierre jed jeff jefferson jeffrey jens jeremiah jeremy
    jerome jerry jesse jesus jim jimmy jiri joachim joao joaquin joe joel johan johann johannes
    john johnny jon jonah jonas jonathan jordi jorge jose josé josef joseph josh joshua juan
    julian julio julius junaid jurgen justin kareem karl karol keir keith ken kenneth kent kevin
    khaled khalid khalil kirill klaus klemens kofi konrad konstantin kumar kurt kyle lance larry
    lars laszlo laurent lawrence lech lee leo leon leonard leonardo leonid leopold leroy lester
    lev levi lewis liam lionel lloyd logan lorenzo louis luca lucas luigi luis luiz lukas luke
    luther magnus mahathir mahmoud malcolm manuel marc marcel marcelo marco marcos marcus mario
    mark marko markus marlon marshall martin marvin massimo mateo mateusz mathew mathias
    matteo matthew matthias maurice mauricio mauro max maxim maxime maximilian mehdi mehmet
    melvin michael michal michel miguel mikael mike mikhail mikheil milan miles milos milton
    miroslav mitch mitchell mohamed mohammad mohammed moises morris moshe mohsen
    muammar muhammad murat murray mustafa mykhailo mykola nabil najib narendra nasser nate nathan
    nathaniel ned neil nelson nicholas nick nicolae nicolai nicolas nigel nikita nikolai nikolaos
    nikolay nils noah noel norbert norman nouri oleg oleh oleksandr oleksii oliver olivier omar
    omer orlando oscar osama osman oswald otto owen pablo paddy paolo pascal patrick paul paulo
    pavel pavlo pawel pedro percy pete peter petr petro phil philip philippe phillip pierre pietro
    piotr preston prakash qasim quentin rafael rahul rajesh raj rajiv ralph ramadan ramesh ramiro
    ramon ramzan randall randy raphael rashid raul ravi ray raymond recep reed reginald reinhard
    rene reza ricardo riccardo richard rick ricky rishi rob robert roberto rod roderick rodney
    rodrigo rodrigue roger roland rolando rolf roman ron ronald ronnie rory ross roy rubén ruben
    rudolf rudy rupert ruslan russell ryan saad saddam sadiq saeed said salih salim salman salvador
    salvatore sam samir samuel sanjay santiago saul scott sean sebastian sebastien sepp serge
    sergei sergey sergio seth seymour shane shaun shawn sheldon shinzo sidney siegfried simon
    slava slobodan spencer stan stanislav stanley stefan stefano stephan stephen sterling steve
    steven stewart stuart sven sylvester syed tariq tayyip ted terence terrence terry thabo
    theodore thierry thomas tim timothy tobias todd tom tomas tomasz tommy toni tony travis
    trent trevor tyler ulrich umberto uwe vaclav vadim valentin valery vance vasily vernon vicente
    victor viktor vincent vincenzo vitali vitaly vlad vladimir vladislav volodymyr vyacheslav
    wade waldo walid wallace walter ward warren wayne wendell werner wesley wilbur wilfred wilhelm
    will willem william willie wim winston wojciech wolfgang woodrow xavier yahya yair yakov yann
    yannis yaroslav yasir yasser yevgeny yitzhak yosef yuri yusuf yves zachary zaid zbigniew zoltan
    alireza suleiman
"""


@cache
def _names() -> dict[str, Gender]:
    both = dict.fromkeys(_FEMALE.split(), Gender.FEMALE)
    for name in _MALE.split():
        if both.pop(name, None) is None:
            both[name] = Gender.MALE
    return both


def known(given: str) -> bool:
    """Whether `given`, in lower case without accents, is in the tables."""
    return given in _names()


def gender_of(words: tuple[str, ...]) -> Gender | None:
    """The gender that a person's name tells, its words in lower case without accents."""
    if len(words) > 1 and (found := _names().get(words[0])):
        return found
    last = words[-1]
    if len(words) > 1 and len(last) > 5:
        if last.endswith(("ova", "eva", "skaya", "skaia", "ska")):
            return Gender.FEMALE
        if last.endswith(("kov", "nov", "rov", "lov", "sky", "skiy", "skyi", "enkov", "chev")):
            return Gender.MALE
    return None

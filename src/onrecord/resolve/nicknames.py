"""Forms of the same given name: pet names, and what languages make of one name.

Written from general knowledge of names that world news carries. A line is one name; a short form
may stand in several lines ("Alex"), which makes the lines no closer.
"""

from __future__ import annotations

from functools import cache

_FORMS = """
abraham abe avraham ibrahim
albert al bert alberto
alexander alex sasha aleksandr alexandre alejandro aleksander aleksandar oleksandr alexandros sandy xander sacha
alexandra alex sasha sandra aleksandra oleksandra
alexei alexey aleksei aleksey alexis oleksii oleksiy alyosha
alfred alf alfredo fred
andrew andy drew andrei andrey andre andreas andrzej andrej andriy andres anders andrea ondrej
anthony tony antonio anton antoine antony antonin
arthur art artur arturo
barbara barb babs varvara
benjamin ben benny binyamin benji
bernard bernie bernardo bernhard
catherine katherine kate cathy kathy katie kathryn katharine katya yekaterina ekaterina katarina katerina catalina karen
charles charlie chuck carlos carl karl karol carlo
christina tina chris christine kristina
christopher chris kit kris christoph christophe cristobal
daniel dan danny daniil danilo
david dave davey davide dawid dafydd
deborah deb debbie debra
dennis denis denys
dmitry dima dmitri dmitriy dmytro dimitri dimitrios
donald don donny
dorothy dot dottie dorothea
douglas doug
edward ed eddie ted teddy eduard edouard eduardo ned edvard
elizabeth liz lizzie beth betty eliza elisabeth elisabeta isabel lisa bess betsy yelizaveta elizaveta
emmanuel manny emanuel manuel immanuel
eugene gene yevgeny evgeny yevgeni evgeni evgenii eugen eugenio yevhen
evelyn eve evie
florence flo
frances fran francesca francisca franziska
francis frank francisco francesco francois franz franciscus frans paco pancho
franklin frank
frederick fred freddie frederic fredrik frederik friedrich federico fryderyk
gabriel gabe gavriil
george yuri yury iurii georgy georgi georgiy georges jorge giorgio jerzy georgios jiri juergen jurgen yurii
gerald gerry jerry gerhard
gerard gerry gerardo
gregory greg gregor grigory grigori gregorio grzegorz hryhoriy
harold harry hal harald
helen elena yelena olena helena ellen nell helene
henry harry hank henri heinrich enrique enrico henrik hendrik hal
ian iain ean
ignatius ignacio nacho ignacy
igor ihor
isaac ike yitzhak izaak
ivan john jan johann johannes hans jean juan joao giovanni ioannis yannis ioan jon johnny jack johan ivan
jacob jake jakob yakov james jim jimmy jaime jacques jakub giacomo iago jamie diego yaakov
jeffrey jeff geoffrey geoff
jennifer jen jenny jenn
jessica jess jessie
joan joanna johanna jane jean joanne jeanne giovanna ioanna jana
joseph joe joey jose josef jozef giuseppe yosef yusuf youssef yousef iosif pepe joao
joshua josh yehoshua
judith judy
kenneth ken kenny
kimberly kim kimberley
lawrence larry laurence laurent lorenzo lars lavrenty
leo lev leon leonid lew
leonard len lenny leonardo
louis lou luis luigi ludwig lewis ludvig ludovic
lucas luke luca lukas lukasz luc lucio
magdalena magda madeleine
margaret maggie meg peggy marge margarita margarete marguerite malgorzata margaretha greta rita
mark marc marcus marko marek marco markus marcos
martin marty martino
mary maria marie molly polly mariya marija maryam miriam mariam mia
matthew matt matthias mateo matteo mateusz matei mathieu matvey
maximilian max maximiliano maxim maksim maksym
michael mike mick mickey mikhail misha michel miguel michele michal mihai mykhailo mihail mikael micha mitch
mohammed muhammad mohamed mohammad muhammed mohamad mahomed mehmet muhamad muhammet
nancy nan
natalia natasha natalya nataliya natalie
nathaniel nathan nat nate
nicholas nick nicky nikolai nicolas nikolay nicola nikolaos nicolae mykola niklas mikolaj nikola klaus nico
oliver ollie olivier
osama usama
pamela pam
patricia pat patty trish tricia
patrick pat paddy patricio padraig patryk
paul pavel pablo paolo paulo pawel pavlo pal
peter pete pyotr petr pedro pietro pierre piotr petro petros pieter
philip phil phillip philippe felipe filip filippo felipe
ralph ralf raoul raul rolf
raymond ray raimund ramon raimundo
rebecca becky becca
richard dick rick ricky rich richie ricardo riccardo ryszard
robert bob bobby rob robbie roberto bert
roger ruediger rodger rogelio
roland rolando orlando
ronald ron ronnie ronaldo
rudolf rudy rudolph rodolfo
samuel sam sammy samuil
sarah sara sally
sergei sergey serge sergio sergiy serhii serhiy sergii sergej sergejs serhij
simon simeon semyon shimon simone
solomon sol salomon suleiman sulaiman suleyman
sophia sophie sofia zofia sofie sofya
stephen steve steven stefan stephan stepan etienne esteban stefano stefanos istvan stephane
susan sue susie suzanne susanna zsuzsanna susana
svetlana sveta svitlana
tatiana tanya tatyana tetiana
terence terry terrence
theodore ted teddy theo fyodor fedor teodor feodor todor teodoro
theresa terry tess teresa therese terezia
thomas tom tommy tomas tomasz tommaso foma
timothy tim timmy timofey timo
valentin valentine valentino
vasily vasiliy vasyl basil vassily vasilii vasilios vasile
victor vic viktor vittorio wiktor
victoria vicky vicki viktoria tori
vincent vince vincenzo vicente vincente
vladimir volodymyr vova volodya wladimir uladzimir wlodzimierz vladimer ulad
vyacheslav slava viacheslav vjaceslav
walter walt wally wolter
wilhelm william bill billy will willy willie liam guillermo guillaume guglielmo willem vilhelm
yaroslav jaroslav jaroslaw
zachary zach zack zac zakhar zechariah zacharias
"""


@cache
def _lines_of() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_FORMS.split("\n")):
        for form in line.split():
            found.setdefault(form, set()).add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}


def same_given_name(one: str, other: str) -> bool:
    """Whether two given names, plain and in lower case, are forms of one."""
    lines = _lines_of()
    return bool(lines.get(one, frozenset()) & lines.get(other, frozenset()))

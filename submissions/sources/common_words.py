"""Words that say nothing of what a text is about, by language: articles, prepositions, pronouns, auxiliary verbs.

Texts have them in common whatever they speak of, and in a small collection they may be as rare as any other. Of
Chinese, which a search cuts into pairs of characters, the pairs.
"""

from __future__ import annotations

from functools import cache

from documents.finding import cut

WORDS = {
    "en": """
        a about after again all also among an and any are as at be because been before being between both but by
        can could did do does each either every few for from further had has have he her here him his how
        however if in into is it its itself may me might more most much must my neither no nor not of off on
        once one only or other others our out over own same shall she should since so some such than that the
        their theirs them themselves then there these they this those through thus to too toward towards under
        until up upon us very was we were what when where whether which while who whom whose why will with
        within without would yet you your
    """,
    "fr": """
        à afin ainsi alors après au aucun aucune aussi autre autres aux avant avec avoir ayant bien car ce ceci
        cela celle celles celui ces cet cette ceux chacun chacune chaque comme comment dans de depuis
        des doit doivent donc dont du elle elles en encore entre est et étaient était étant été être eu eux il
        ils je jusque la là laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui mais même
        mêmes moins ne ni non nos notre nous on ont ou où par parce pas pendant peu peut peuvent plus plusieurs
        pour pourrait puis puisque quand que quel quelle quelles quelque quelques quels qui quoi sa sans se
        selon sera seront ses si soit soient son sont sous sur tandis tel telle telles tels tous tout toute
        toutes très un une vers vos votre vous y
    """,
    "es": """
        a además al algo algún alguna algunas algunos ambos ante antes aquel aquella aquellas aquellos así aun
        aún aunque bajo bien cada como cómo con contra cual cuál cuales cualquier cualquiera cuando cuanto cuya
        cuyas cuyo cuyos de debe deben del desde donde dos durante e el él ella ellas ellos en entre era eran es
        esa esas ese eso esos esta está están estas este esto estos fue fueron ha haber había han hasta hay la
        las le les lo los más me mediante menos mi mientras mismo misma mismos mismas muy ni ningún ninguna no
        nos nosotros nuestra nuestro o otra otras otro otros para pero poco por porque pueda puede pueden pues
        que qué quien quienes se sea sean según ser será serán si sí sido sin sino sobre son su sus también tal
        tales tan tanto te tener tiene tienen toda todas todo todos tras un una unas uno unos usted y ya
    """,
    "ru": """
        а без более бы был была были было быть в вам вас весь во вот все всего всех всеми всем вы где да даже
        для до его ее ей ему если есть еще же за здесь и из или им ими их к как каждая каждого каждое каждой
        каждом каждому каждый какие какой когда который которая которого которое которой котором которому
        которую которые которых которым которыми кто ли либо лишь между меня мне может могут можно мы на над
        надо нам нас не него нее ней нем нет ни них но о об однако он она они оно от перед по под после потому
        при про с сам свой своего своей своем своему своих своими свою свои себя со собой также так такая такие
        такой такого таких там те тем то того тоже той только том тот ту у уже хотя чего чей чем что чтобы эта
        эти этим этих это этого этой этом этому этот эту является являются
    """,
    "ar": """
        في من على إلى عن مع بين حتى منذ خلال بعد قبل عند لدى نحو دون غير سوى كل كلا بعض جميع أي أية هذا هذه هذان
        ذلك تلك أولئك هؤلاء الذي التي الذين اللذان اللتان اللواتي ما ماذا من أن إن كان كانت كانوا يكون تكون ليس
        ليست لا لم لن لو لكن بل أو أم ثم قد سوف هو هي هم هن نحن أنا أنت له لها لهم به بها بهم فيه فيها فيهم منه
        منها منهم عليه عليها عليهم إليه إليها إليهم عنه عنها بأن وأن لأن فإن كما كذلك أيضا حيث حين إذا إذ لما
        مما عما فيما بما لكي كي مثل نفسه نفسها ذات وذلك وفي ومن وعلى وإلى ولا وما وهو وهي عدة أحد إحدى
    """,
    "zh-hans": """
        以及 其他 有关 或者 并且 而且 但是 因为 所以 如果 可以 能够 应当 应该 必须
        需要 他们 它们 我们 这些 那些 这个 那个 这种 每个 每一 所有 一个 一些 对于
        关于 由于 为了 通过 根据 按照 在此 从而 同时 此外 因此 也是 不是 没有 已经
        正在 将会 以便 包括 其中 之间 之后 之前 的一 和其
    """,
}


@cache
def common_words(language: str) -> frozenset[str]:
    """Those of a language as words are compared (documents.finding); none of a language that has no list."""
    return frozenset(word.folded for word in cut(WORDS.get(language, "")).words if len(word.folded) > 1)

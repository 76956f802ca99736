"""The wordings of a guideline paragraph's sentences, as patterns: what `guideline_sentences` looks for."""

from __future__ import annotations

from imrparse.fields.guideline_lists import SCHEDULE
from imrparse.patterns import IGNORECASE, REVERSE, Pattern

_SIDE = r"""(?: claims \s* administrators? | (?: expert | physician | professional | medical | peer | independent
  | clinical
    | chiropract\w+ | psycholog\w+ | acupunctur\w+ | dent\w+ | podiatr\w+ ) \s* reviewers? | reviewers?
      | he\s*/\s*she | s?he )"""

_THEIR = r"(?: its | his \s* /? \s* her | his \s* or \s* her | his | her | their | the | this )"

_NOUN = (
    r"(?: guidelines? | sections? | criteria | references? | MTGs? | evidence | citations? | chapters? | portions? )"
)

_USED = r"""(?: used | utili[sz]ed | cited | referenced | relied \s* (?: up )? on | provided | applied
  | identified | mentioned | quoted
    | selected | noted )"""

_RELEVANT = r"""(?: relevant | appropriate | applicable | pertinent | sufficient | adequate | correct | valid
  | proper | reasonable
    | apply | applies | addressed? )"""

# "found the guidelines used by the Claims Administrator relevant and appropriate for the employee's clinical
# circumstance", "did not find the MTUS guidelines cited by the Claims Administrator to be applicable".
TAKEN_OVER = Pattern(
    rf"""
    (?: (?P<no> did \s* not | does \s* not | (?: could | can ) \s* not ) \s* )? (?: also \s+ )?
    (?: find s? | found | finds | determine[ds]? | felt | feels | states? d? | considers? | considered | deem
      (?:s|ed)?
      | conclude[ds]? | (?P<agrees> agree[sd]? \s+ with | concur (?:s|red)? \s+ with | accept (?:s|ed)? | adopt
        (?:s|ed)? ) )
    \s* (?: also \s+ )? (?: that \s* )? (?: the \b | these | all )? \s*
    (?P<named> [^.;]{{0,160}}? ) \b {_NOUN} (?: \s* \( s \) )? (?P<more> [^.;]{{0,120}}? )
    \b {_USED} \s* by \s* (?: the \s* )? claims? \s* administrator (?: \s* 's )?
    (?P<verdict> (?: (?! \b (?: and | but | ; ) [\s,]+ (?: also \s+ | instead \s+ | therefore \s+ | additionally
      \s+ | then \s+ | has \s+ )?
        (?: based | relied | used | utilized | cited | found | in \s+ addition | additionally )
          \b ) [^.;] ){{0,160}} )
    """,
    IGNORECASE,
)

# "relied on the same guidelines as the Claims Administrator", "based his/her decision on the guidelines used by the …".
SAME = Pattern(
    rf"""
    (?: based \s* {_THEIR} \s* decisions? \s* (?:up)?on | relied \s* (?:up)?on | used | applied | cited
      | referenced ) \s* (?: the \s* )?
    (?P<named> [^.;]{{0,60}}? ) (?: same \s+ )? {_NOUN} \s* (?: that \s+ were \s+ | as \s+ were \s+ | as \s+ )?
    (?: (?: {_USED} \s* by \s* )? (?: the \s* )? claims \s* administrator ) (?: \s+ (?: used | cited | relied
      \s+ upon ) )?
    """,
    IGNORECASE,
)

NEGATED = Pattern(
    r"""\b (?: not | neither | nor | no ) \b | n[o']t(?=relevant|applicable|appropriate)
      | \b (?: ir | in | un )(?: relevant | applicable | appropriate | sufficient | adequate | correct )
        | outdated | incomplete""",
    IGNORECASE,
    bounded=True,
)
PARTLY = Pattern(r"\b (?: part(?:ial)?ly | in \s+ part | some \s+ of | somewhat | only )\b", IGNORECASE, bounded=True)
VERDICT = Pattern(_RELEVANT, IGNORECASE, bounded=True)

# "did not cite any evidence-based criteria in its utilization review determination letter", "cited no guidelines".
NOTHING = Pattern(
    r"""
    did \s* not \s* (?: cite | provide | reference | specify | state | list | identify | include | use | utilize
      | mention
        | rely \s* (?:up)?on | base \s* (?: its | his\s*/\s*her | his | her | their ) \s* decisions? \s* (?:up)?on )
      \s* (?: any | an? | specific | evidence | guidelines? | criteria | which | what | the \s+ guidelines? )
        \b [^.;]*?
      (?= [.;] | $ | ,? \s* \b (?: and | but | however | therefore | as ) \b [^.;]* \b (?: based | relied | used
        | found ) )
  | (?: cited | provided | referenced | used ) \s+ no \s+ (?: [\w-]+ \s+ ){0,3} (?: guidelines? | criteria
    | evidence | sections? | references? )
  | no \s+ (?: [\w-]+ \s+ ){0,3} (?: guidelines? | criteria | evidence | references? ) \s+ (?: was | were ) \s+
    (?: cited | provided | used | referenced )
      (?: \s+ by \s+ the \s+ claims \s+ administrator )?
    """,
    IGNORECASE,
)

# "no section of the MTUS was applicable", "the MTUS does not address …", "is not addressed by the MTUS".
NO_SCHEDULE = Pattern(
    rf"""
    (?: \b no \s* {SCHEDULE} \s+ (?: guidelines? | sections? )? [^.;,]* |
      (?: \b | stated | found | that ) no \s* (?: applicable \s+ | relevant \s+ | specific \s+ )?
        (?: sections? | parts? | portions? | guidelines? ) \b [^.;]{{0,40}}? {SCHEDULE}
        [^.;]{{0,40}}? (?: {_RELEVANT} | available | found )? (?: \s+ (?: and | or ) \s+ {_RELEVANT} )?
        (?: \s+ (?: to | for | in ) \b [^.;,]* )?
      | {SCHEDULE} (?: \s+ guidelines? )? [^.;]{{0,30}}? \s+
          (?: (?: do | does | did | is | are | was | were ) \s* not \s* (?: (?: appear \s+ to | specifically
            | adequately | directly | found | deemed | to \s+ be ) \s+ )*
              (?: address(?:ed)? | discuss(?:ed)? | cover(?:ed)? | mention(?:ed)? | contain | include | provide
                | offer | speak | have | appl(?:y|icable) | relevant | appropriate | sufficient )
            | (?: is | are | was ) \s+ silent ) [^.;,]*
      | (?: not | nor ) \s* (?: specifically \s+ | adequately \s+ | directly \s+ )? (?: addressed | covered
        | discussed | mentioned | found | contained ) \s*
          (?: by | in | within ) \s* (?: the \s* )? (?: CA | California )? \s* {SCHEDULE} (?: \s+ guidelines? )?
      | outside \s+ of \s+ the \s+ MTUS (?: \s+ guidelines? )?
      | (?: did | does | could ) \s* not \s* (?: base \s* {_THEIR} \s* (?:decisions?|determination) \s* (?:up)?on
        | use | utilize | cite | rely \s* (?:up)?on | reference | find
          | apply ) \s* (?: the \s* )? (?: CA | California )? \s* {SCHEDULE} (?: \s+ guidelines? )? (?:
            \s+ {_RELEVANT} )?
    )
    """,
    IGNORECASE,
)

# "The provider did not dispute the guidelines used by the Claims Administrator", and what else says nothing of works.
REMARK = Pattern(
    r"""
    \b (?: (?: provider | physician (?! \s* reviewer ) | employee | applicant | requesting
      | treating ) [^.;]{0,40}? \b (?: did \s* not | does \s* not )
        \s* (?: dispute | contest | object | cite | provide | reference | submit | disagree | rely | use ) \b [^.;]*
      | strength \s+ of \s+ (?: the \s+ )? evidence \s+ hierarchy [^.;,]*
    )
    """,
    IGNORECASE,
)

# "based its decision on", "relied upon", "used", "cited": works follow.
CITES = Pattern(
    rf"""
    (?: \b based \s* {_THEIR}? \s* (?: decisions? | determinations? | denials? | opinions? | reviews?
      | recommendations? | conclusions? )?
          \s* (?: (?:up)?on | in ) (?= \s* \W? \w )
      | \b rel (?: ied | ies | y | ying ) \s* (?: (?: primarily | solely | only | also | instead ) \s+ )? (?:up)?on
      | (?<! \b (?: was | were | are | is | been | be | guidelines? | sections? | criteria | citations? | that
        | commonly | being | not ) \s )
        \b (?: used | utili[sz]ed | cited | cites | referenced | references | applied | consulted | referred
          \s+ to | refers \s+ to | considered | quoted )
        (?! \s* (?: by | in \b | for \b | as \b | to \b | when | with | because | [.,;] ) )
      | \b (?: applicable | relevant | appropriate | governing ) \s+ guidelines? \s+ (?: here \s+ | in \s+ this
        \s+ case \s+ )? (?: is | are | was | were )
      | \b guidelines? \s+ (?: relied \s+ upon | used | cited | applied | consulted ) [^.;:]{{0,60}}? \s* (?: is
        | are | was | were | : )
      | \b (?: see | per | according \s+ to | referenced? | source ) \s* : )
    \s* (?: (?: also | primarily | solely ) \s+ )?
    (?: (?: the \s+ )? following \b [^.;:]{{0,60}}? : | both \s+ )? [\s:]* (?: the \b \s* )?
    (?! recommendation )
    """,
    IGNORECASE,
)

# "found the ODG, Low Back Chapter, relevant and appropriate": one's own citation.
FOUND = Pattern(
    r"""
    \b (?: (?P<no> did \s* not \s* find ) | found | finds | determined ) \s* (?: also \s+ )? (?: that \s* )?
      (?: the \b )? \s*
    (?! \s* (?: that \s* )? no \b ) (?P<list> (?: (?! \b (?: claims \s* administrator | not | based | relied | used )
      \b ) [^;] ){3,400}? ) [\s,]* (?: to \s+ be | as | was | were | is | are )? \s* (?: also \s+ | more \s+
        | both \s+ | most \s+ )?
    (?P<not> not \s* (?: to \s+ be \s+ )? )? \b (?: relevant | applicable | appropriate ) \b
    (?: [\s,]* (?: and | or | and/or ) \s* (?: relevant | applicable | appropriate | sufficient ) \b )?
    """,
    IGNORECASE,
)

# "… were relied upon because …", "… was used by the Reviewer"; "… were not cited by the Claims Administrator".
PASSIVE = Pattern(
    r"""
    (?<! \b which \s ) \b (?: (?: was | were | is | are | has \s+ been | have \s+ been ) \s* (?: also \s+ )?
      (?P<not> not \s* )?
        (?: relied \s* (?:up)?on | used | utili[sz]ed | cited | applied | referenced | consulted | reviewed
          | considered | selected )
      | (?: was | were | is | are ) \s+ (?P<apt> (?: also \s+ )? (?P<inapt> not \s+ )? (?: relevant | applicable
        | appropriate | the \s+ guidelines? ) ) ) \b
    """,
    IGNORECASE,
)

# Where what a sentence lists ends and its reasons begin.
REASON = Pattern(
    r"""
    [\s,;(]* \b (?: because | since | due \s+ to | in \s+ that | as \s+ (?: it | they | these | this | the
      | there ) \b | so \s+ that
      | in \s+ (?: making | reaching | its | his | her | their | order | support | determining | deciding
        | denying ) \b
      | for \s+ (?: its | his | her | their | this | the ) \s+ (?: [\w/]+ \s+ )? (?: decision | determination
        | review | request | denial )
      | to \s+ (?: support | determine | make | deny | evaluate | reach | address | render )
      | when | where(?:by)? | which \s+ (?: were | was | are | is ) \s* (?: not \s* )? (?: cited | used | referenced )
      | (?: which | that | and | it | these | this | guidelines? )? \s* (?: does | do | did ) \s+ not \b
      | (?: which | that | and )? \s* (?: (?: also | further | clearly | generally | specifically ) \s+ )?
        (?: states? | stated | recommends? | indicates? | notes? | supports? | address (?:es)? | provides? | suggests?
          | specif(?:y|ies) | requires? | discuss (?:es)? | says? | outlines? | describes? | allows? | endorses?
            | contains? | defines? | gives? | have | has
          | lists? (?! \s+ (?: & | and ) ) ) (?= \s+ (?: that | the | a | an | use | for | [a-z]+ ) \b | \s* : )
      | stating | finding | noting | indicating ) \b
    """,
    IGNORECASE,
)

# Names that only a guideline or another work has.
NAMES = Pattern(
    r"""
    \b (?: ODG | O[\w]+ \s+ Disability \s+ Guid\w+ | ACOEM | American \s+ College | MTUS | Medical \s+ Treatment
      \s+ Utili[sz]ation
      | et \s+ al\b | Journal | Textbook | Cochrane
      | (?: \p{Lu}[\w-]* \s+ ){1,6} Guide (?: lines? | s ) \b | guidelines? \s+ (?: of | from | by | for ) \s+
        (?: the \s+ )? \p{Lu}
      | [Cc]hapter \s+ \d | \b pages? \s* (?: \(s\) )? \s* \d | Non-MTUS
      | (?! (?: The | This | That | Its | Each | Both | No ) \b ) \p{Lu}\w+ \s+ (?: [Ss]ection | [Cc]hapter ) \b )
    """,
    bounded=True,
)

# A sentence that speaks of what a side relied on.
SPEAKS_OF_WORKS = Pattern(
    rf"""\b {_SIDE} [^.]*? (?: \b bas(?:ed|es|is) | \b rel(?:y|ied|ies) | \b cit(?:ed?|es) | guideline
      | criteria | section | evidence-?\s?based )""",
    IGNORECASE,
    bounded=True,
)

SENTENCE_END = Pattern(
    r"""
    (?<! \b (?i: pp? | pgs? | eds? | edn | vs | no | dr | mr | mrs | ms | vol | ch | chap | fig | al | e\.g | i\.e
      | etc | inc | st
              | jan | feb | mar | apr | jun | jul | aug | sept? | oct | nov | dec | med | am | clin | surg
                | rehabil | phys | int | J
              | ann | arch | n | engl | res | sci | cal | p | cit | op | code | reg | u\.s | \p{Lu} ) )
    [.?!] ["'”’)\]]* (?: \s+ (?= ["'“‘(\[]? (?: \p{Lu} | \d+[.)] | [•·▪●] ) ) | (?= (?: The | In | This | These
      | Decision | As | It | He | She )\b ) | (?= \s* \Z ) )
  | \n
    """
)

# A sentence of a reference to the literature goes on: "Ann Intern Med. 2007;147:478-91.", "Available at …".
GOES_ON = Pattern(
    r"""
    \s* (?: \d | [•·▪●]? \s* (?i: vol | pp? | pages? | doi | pmid | available | accessed | retrieved | epub | in:
      | eds? | https? | www )\b
      | (?: \p{Lu}[\w'-]* [\s,.&(]* (?: (?: of | and | the | for | in | on | & ) \s+ )* ){1,8} [\s,.;:(]*
        (?: 19|20 )\d\d
      | \p{Lu}\w+ \s \p{Lu}{1,3} \b [,.] )
    """,
)

# A finite verb: a sentence that has one is no piece of a reference.
VERB = Pattern(
    r"""(?<! \b which \s ) \b (?: is | are | was | were | has | have | had | states? | recommends? | supports?
      | found | based | relied
      | did | does | do )\b""",
    bounded=True,
)

# What a reference to the literature looks like.
LITERATURE = Pattern(
    r"\b (?: et\s+al | \p{Lu}\p{Ll}+ \s \p{Lu}{1,2} [,.] | Journal | J\s\p{Lu} | Med\b | (?:19|20)\d\d ; )",
    bounded=True,
)

# Words at the end of a list that lead over to the next statement.
LEADING_ON = Pattern(
    rf"""
    (?: [\s,;:] | \b (?: and | but | also | additionally | instead | in \s+ addition | therefore | thus | then
      | has | have | had | which | however
        | it | was | were | is | as | by | the | {_SIDE} )\b )*
    """,
    IGNORECASE | REVERSE,
    bounded=True,
)

# What a sentence begins with before the name that it is about.
OPENING = Pattern(
    r"""
    [\s•·▪●*–-]* (?: \d{1,2} [.)] \s+ )? (?: (?: the | both | in \s+ addition | additionally | also | furthermore
      | per | according \s+ to | as \s+ per | citation s?
        | source s? | reference s? | guideline s? \s* (?= : ) | o (?= \s \p{Lu} ) ) \b [\s,:]* )*
    """,
    IGNORECASE,
    bounded=True,
)

SIDE = Pattern(rf"\b {_SIDE} \b", IGNORECASE, bounded=True)
"""One of the two sides as the subject of a sentence."""

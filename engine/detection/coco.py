"""COCO's 80 object names, in the order of its annotation files (Lin et al., ECCV 2014)."""

from __future__ import annotations

from engine.texts import marked, tr

LABELS = (
    marked("person"),
    marked("bicycle"),
    marked("car"),
    marked("motorcycle"),
    marked("airplane"),
    marked("bus"),
    marked("train"),
    marked("truck"),
    marked("boat"),
    marked("traffic light"),
    marked("fire hydrant"),
    marked("stop sign"),
    marked("parking meter"),
    marked("bench"),
    marked("bird"),
    marked("cat"),
    marked("dog"),
    marked("horse"),
    marked("sheep"),
    marked("cow"),
    marked("elephant"),
    marked("bear"),
    marked("zebra"),
    marked("giraffe"),
    marked("backpack"),
    marked("umbrella"),
    marked("handbag"),
    marked("tie"),
    marked("suitcase"),
    marked("frisbee"),
    marked("skis"),
    marked("snowboard"),
    marked("sports ball"),
    marked("kite"),
    marked("baseball bat"),
    marked("baseball glove"),
    marked("skateboard"),
    marked("surfboard"),
    marked("tennis racket"),
    marked("bottle"),
    marked("wine glass"),
    marked("cup"),
    marked("fork"),
    marked("knife"),
    marked("spoon"),
    marked("bowl"),
    marked("banana"),
    marked("apple"),
    marked("sandwich"),
    marked("orange"),
    marked("broccoli"),
    marked("carrot"),
    marked("hot dog"),
    marked("pizza"),
    marked("donut"),
    marked("cake"),
    marked("chair"),
    marked("couch"),
    marked("potted plant"),
    marked("bed"),
    marked("dining table"),
    marked("toilet"),
    marked("tv"),
    marked("laptop"),
    marked("mouse"),
    marked("remote"),
    marked("keyboard"),
    marked("cell phone"),
    marked("microwave"),
    marked("oven"),
    marked("toaster"),
    marked("sink"),
    marked("refrigerator"),
    marked("book"),
    marked("clock"),
    marked("vase"),
    marked("scissors"),
    marked("teddy bear"),
    marked("hair drier"),
    marked("toothbrush"),
)
# The numbers of these names in the annotation files: 1 to 90, ten of them without objects.
UNUSED_IDS = (12, 26, 29, 30, 45, 66, 68, 69, 71, 83)
CATEGORY_IDS = tuple(number for number in range(1, 91) if number not in UNUSED_IDS)

NO_LABEL = marked("object")  # of what nobody has named
KNOWN_LABELS = frozenset((*LABELS, NO_LABEL))  # names that are kept in English


def shown_name(label: str) -> str:
    """What a label is called in the person's language; a name of the person's own stays."""
    return tr(label) if label in KNOWN_LABELS else label


def kept_name(shown: str) -> str:
    """The label that is shown as this text, else the text itself."""
    return next((label for label in KNOWN_LABELS if tr(label) == shown), shown)


# How many of these names, one after the other, belong to each of COCO's kinds ("supercategory").
KIND_COUNTS = {
    "person": 1,
    "vehicle": 8,
    "outdoor": 5,
    "animal": 10,
    "accessory": 5,
    "sports": 10,
    "kitchen": 7,
    "food": 10,
    "furniture": 6,
    "electronic": 6,
    "appliance": 5,
    "indoor": 7,
}
KINDS = dict(
    zip(LABELS, (kind for kind, count in KIND_COUNTS.items() for _ in range(count)), strict=True)
)

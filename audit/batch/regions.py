"""Where a document belongs: its unit, and city and county from the folders it lies in and the organisation's name."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

_CITY = r"(?P<city>[^省市县区旗盟]{1,12}?(?:自治州|地区|市(?!场|政|容|直)|州(?![市区县])|(?<!民)盟))"
_COUNTY = r"(?P<county>[^省市县区旗盟]{1,12}?(?:自治县|自治旗|县|旗|市(?!场|政|容|直)|新区|(?<![社景园校辖库灌护])区))"
_PROVINCE = r"(?P<province>[^省市县区旗盟]{2,8}?(?:省|自治区))"
_PLACES = re.compile(f"{_PROVINCE}?(?:{_CITY})?(?:{_COUNTY})?")
# Folders that sort documents by something other than their place.
_SORTED = re.compile(r"[\W\d_年度]*(?:部门|单位|预算|决算|预决算|公开|文件|资料|材料|pdf|PDF|docs?|data)*[\W\d_年度]*")
# 某局（本级） heads the department 某局（汇总）.
_LEVEL = re.compile(r"\((?:本级|本部|机关|汇总|部门|单位)\)")
_LEAST_NAME = 4

UNKNOWN = "未归类"
PROVINCE = "省本级"


def region_of(place: str, organization: str) -> tuple[str, str]:
    """(city, county), the county "" where the document is the city's own.

    place: the path within the folder of the batch. Folders named like places count before the organisation's name, and
    that before folders of any other name: 兰州市/城关区/预算.pdf, 兰州市城关区财政局, lanzhou/chengguan/budget.pdf.
    """
    folders = [part for part in PurePosixPath(place).parts[:-1] if not _SORTED.fullmatch(part)]
    read = [_Places.of(part) for part in (*folders, organization)]
    cities = list(dict.fromkeys(places.city for places in read if places.city))
    counties = [places.county for places in read if places.county]
    if cities or counties:
        # of two places that read as cities, the second has the rank of a county
        return next(iter(cities), UNKNOWN), next(iter(counties), "") or "".join(cities[1:2])
    if any(places.province for places in read):
        return PROVINCE, ""
    return next(iter(folders), UNKNOWN), "".join(folders[1:2])


def unit_name(organization: str) -> str:
    """The name by which documents of one unit are told to be its: without spaces, marks and what names its level."""
    return re.sub(r"\W|本级$", "", _LEVEL.sub("", unicodedata.normalize("NFKC", organization)))


def without_place(name: str) -> str:
    """The name without the places that it begins with, where enough is left: units leave them out when they name others."""
    rest = _PLACES.sub("", name, count=1)
    return rest if len(rest) >= _LEAST_NAME else name


@dataclass(frozen=True)
class _Places:
    province: str
    city: str
    county: str

    @staticmethod
    def of(text: str) -> "_Places":
        """The places that a text begins with; "" for those it does not name."""
        match = _PLACES.match(text)
        return _Places(*(name or "" for name in match.group("province", "city", "county"))) if match else _Places("", "", "")

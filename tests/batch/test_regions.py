import pytest

from audit.batch.regions import PROVINCE, UNKNOWN, region_of, unit_name


@pytest.mark.parametrize(
    ("place", "organization", "region"),
    [
        ("兰州市/城关区/a.pdf", "", ("兰州市", "城关区")),
        ("2025年/酒泉市/敦煌市/a.pdf", "", ("酒泉市", "敦煌市")),
        ("广西壮族自治区/南宁市/横州市/a.pdf", "", ("南宁市", "横州市")),
        ("甘州区/2025/a.pdf", "张掖市甘州区财政局", ("张掖市", "甘州区")),
        ("城关区教育局/a.pdf", "兰州市城关区教育局", ("兰州市", "城关区")),
        ("a.pdf", "兰州市城关区财政局", ("兰州市", "城关区")),
        ("a.pdf", "甘肃省兰州市皋兰县教育局", ("兰州市", "皋兰县")),
        ("a.pdf", "酒泉市敦煌市财政局", ("酒泉市", "敦煌市")),
        ("a.pdf", "肃州区教育局", (UNKNOWN, "肃州区")),
        ("a.pdf", "内蒙古自治区锡林郭勒盟苏尼特左旗财政局", ("锡林郭勒盟", "苏尼特左旗")),
        ("2025/部门预算/a.pdf", "临夏回族自治州教育局", ("临夏回族自治州", "")),
        ("a.pdf", "上海市浦东新区教育局", ("上海市", "浦东新区")),
        ("a.pdf", "甘肃省财政厅", (PROVINCE, "")),
        ("a.pdf", "市场监督管理局", (UNKNOWN, "")),
        ("a.pdf", "临夏县市场监督管理局", (UNKNOWN, "临夏县")),
        ("a.pdf", "白塔山景区管理处", (UNKNOWN, "")),
        ("lanzhou/chengguan/a.pdf", "财政局", ("lanzhou", "chengguan")),
        ("2025/pdf/a.pdf", "", (UNKNOWN, "")),
    ],
)
def test_region(place: str, organization: str, region: tuple[str, str]) -> None:
    assert region_of(place, organization) == region


def test_unit_name_leaves_out_what_printings_differ_in() -> None:
    assert unit_name("示例县 教育局（本级）") == unit_name("示例县教育局(本级)") == "示例县教育局"
    assert unit_name("示例县教育局") != unit_name("示例县民政局")

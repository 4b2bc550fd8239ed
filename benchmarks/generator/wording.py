"""Sentences of the generator's own. They are not taken from any disclosure and not shared with the auditor's grammar."""

# {more} is 增加/减少 and stands right before {delta}; {pace} is the direction of the rate.
CHANGES_FULL = (
    "比{last}年预算{prior}{more}{delta}，{pace}{rate}",
    "较{last}年预算数{prior}{more}{delta}，{span}{rate}",
    "{last}年预算为{prior}，{year}年{more}{delta}，{pace}{rate}",
    "与{last}年预算{prior}相比，{more}{delta}，{span}为{rate}",
)
CHANGES_WITHOUT_PRIOR = (
    "较上年预算{more}{delta}，{pace}{rate}",
    "同{last}年预算相比{more}{delta}（{pace}{rate}）",
    "与上年预算相比{pace}{rate}，{more}{delta}",
    "比{last}年{more}{delta}，{span}{rate}",
)
CHANGES_WITHOUT_RATE = ("比{last}年预算数{prior}{more}{delta}", "{last}年预算为{prior}，{year}年{more}{delta}")
CHANGES_WITHOUT_DELTA = ("较{last}年预算{prior}{pace}{rate}", "{last}年预算为{prior}，{year}年{pace}{rate}")
CHANGES_DELTA_ONLY = ("比{last}年预算{more}{delta}", "较上年{more}{delta}")
UNCHANGED = ("与{last}年预算持平", "与上年预算相同", "较{last}年预算无变化", "同上年相比没有增减")
FROM_NOTHING = "{last}年未安排此项支出，{year}年{more}{delta}，不计算增幅"

MORE_LESS = (("增加", "减少"), ("增加", "减少"), ("增长", "下降"))
PACES = (("增长", "下降"), ("上升", "下降"), ("提高", "降低"))
SPANS = (("增幅", "降幅"), ("增长率", "下降率"))

REASONS_UP = (
    "主要是人员晋级晋档，工资和社会保险支出随之增加",
    "主要是年内新设了专门任务",
    "主要原因是上级部署的工作量加大",
    "主要因为补助标准上调",
    "主要是设备到了更换年限",
)
REASONS_DOWN = (
    "主要是压缩了非急需、非刚性的开支",
    "主要是部分任务上年已经完成",
    "主要原因是人员退休和调出",
    "主要因为合同价款下调",
    "主要是整合了同类事项",
)

PREFACE = (
    "为便于社会公众了解和监督财政资金的使用，依照预算公开的有关规定，现公布{organization}{year}年部门预算。"
    "除另有注明外，文中金额均以万元为单位，个别合计数因四舍五入可能存在尾差。"
)
DUTIES = "{organization}的职责是："
ROOMS = "按照机构编制方案，内设{count}个职能科室，即{names}。"
STAFF = "单位编制{posts}名，实有在职职工{staff}人，另有离退休{retired}人。"

TOTAL = "{year}年，本部门收入预算与支出预算均为{total}，{change}，{reason}。"
INCOME = "收入预算{total}，由以下部分构成：{parts}。"
INCOME_PART = "{name}{amount}，占{share}"
EXPENDITURE = "支出预算{total}，分为两部分：基本支出{basic}，占{basic_share}；项目支出{project}，占{project_share}。"

GENERAL = "{year}年一般公共预算拨款安排支出{total}，{change}，{reason}。按功能分类划分：{parts}。"
GENERAL_PART = "{name}{amount}，占{share}"
BASIC = (
    "{year}年基本支出预算{basic}，{change}，{reason}。"
    "其中，人员经费{personnel}，用于{personnel_items}等；公用经费{public}，用于{public_items}等。"
)
PROJECT = "{year}年一般公共预算项目支出安排{project}，{change}，{reason}。"
PROJECT_LIST = "共设立{count}个项目，分别为：{projects}。"
PROJECT_ENTRY = "{name}{amount}"
FUNCTION_LINES = (
    "{number}.{category}（类）{group}（款）{item}（项）：{year}年预算{amount}，{change}{reason}。",
    "{number}.{category}（类）{group}（款）{item}（项）{year}年安排{amount}，{change}{reason}。",
)

THREE_PUBLIC = "{year}年“三公”经费预算共计{amount}，{change}{reason}。"
ABROAD = "1.因公出国（境）费{amount}，{change}{reason}。"
VEHICLES = "2.公务用车购置及运行维护费{amount}，{change}{reason}。其中，公务用车购置费{purchase}，公务用车运行维护费{running}。"
RECEPTION = "3.公务接待费{amount}，{change}{reason}。"
MEETING = "会议费预算{amount}，{change}{reason}。"
TRAINING = "培训费预算{amount}，{change}{reason}。"
OPERATION = "{year}年机关运行经费预算{amount}，{change}{reason}。经费用于保障办公、印刷、邮电、差旅和维修等日常事务。"
PROCUREMENT = "{year}年计划实施政府采购{total}，包括货物类{goods}、工程类{works}、服务类{services}。"
FOR_SMALL = "其中预留给中小企业的份额为{amount}，占采购预算的{share}。"
ASSETS = "截至上年末，单位固定资产原值{value}，办公用房面积{area}平方米。"
VEHICLE_COUNT = "保有车辆{total}辆，其中执法执勤用车{duty}辆，一般公务用车{general}辆，其他用车{other}辆。"
EQUIPMENT = "另有单价在100万元以上的设备{count}台（套）。"
FUND = "{year}年政府性基金预算安排支出{total}，全部为{name}。"
NO_FUND = "本部门没有政府性基金预算安排的支出，相应的表为空表。"
NO_CAPITAL = "本部门没有国有资本经营预算安排的支出，相应的表为空表。"
GOALS = "{year}年，编报绩效目标的项目共{count}个，对应资金{amount}。"
MONITORING = "{last}年，对{monitored}个项目开展了绩效运行监控，其中{done}个按期完成，完成率{rate}。"

TERMS = (
    ("一般公共预算拨款收入", "从本级财政取得、由一般公共预算安排的资金。"),
    ("政府性基金预算拨款收入", "从本级财政取得、由政府性基金安排并有专门用途的资金。"),
    ("基本支出", "维持单位日常运转所需的支出，由人员经费与公用经费构成。"),
    ("项目支出", "为了特定的行政任务或事业目标，在基本支出以外安排的支出。"),
    ("机关运行经费", "行政单位为保持日常运转而购买货物与服务的资金。"),
    ("“三公”经费", "因公出国（境）、公务用车购置及运行维护、公务接待三类支出的合称。"),
)

INDICATORS = (
    ("产出指标", "数量指标", "任务完成数量", "≥95%"),
    ("产出指标", "时效指标", "资金支付及时率", "≥98%"),
    ("效益指标", "社会效益指标", "服务对象知晓率", "≥90%"),
    ("满意度指标", "服务对象满意度", "受益对象满意度", "≥92%"),
)
UNIT_INDICATORS = (
    ("部门管理", "资金管理", "预算执行进度", "≥95%"),
    ("部门管理", "采购管理", "采购程序合规率", "100%"),
    ("履职效果", "重点工作", "年度任务办结率", "≥98%"),
    ("履职效果", "服务效果", "办事群众满意度", "≥95%"),
)

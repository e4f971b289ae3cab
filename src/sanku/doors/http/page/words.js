// Every word of the page in both languages, and the language that is shown.

const WORDS = {
  title: ["三库工作台", "sanku workbench"], skip: ["跳到内容", "Skip to content"],
  tabOrder: ["开单与判断", "Order and decision"], tabRules: ["规则", "Rules"], tabGraph: ["依赖图", "Graph"], tabLedger: ["台账", "Ledger"],
  token: ["令牌", "Token"], enter: ["进入", "Enter"], needToken: ["本服务需要令牌。", "This service needs a token."],
  order: ["医嘱", "Order"], example: ["示例", "Example"], chooseExample: ["选择示例…", "Choose an example…"],
  whoWhere: ["患者与就诊", "Patient and encounter"], phase: ["环节", "Phase"],
  phaseOrder: ["事前（开单）", "order"], phaseSettle: ["事中（结算）", "settle"], phaseAudit: ["事后（审核）", "audit"],
  sex: ["性别", "Sex"], notStated: ["未提供", "not stated"], male: ["男", "male"], female: ["女", "female"],
  born: ["出生日期", "Born"], kind: ["就诊类型", "Encounter"], outpatient: ["门诊", "outpatient"], inpatient: ["住院", "inpatient"],
  emergency: ["急诊", "emergency"], admitted: ["就诊日期", "Date"], diagnoses: ["诊断编码", "Diagnosis codes"],
  diagnosesHelp: ["多个用逗号分开", "several, separated by commas"],
  lines: ["项目", "Lines"], line: ["第{0}行", "Line {0}"], code: ["编码", "Code"], name: ["名称", "Name"], lineKind: ["类别", "Kind"],
  drug: ["药品", "drug"], service: ["诊疗项目", "service"], material: ["耗材", "material"],
  quantity: ["数量", "Quantity"], days: ["天数", "Days"], amount: ["金额", "Amount"], addLine: ["添加一行", "Add a line"], remove: ["删除", "Remove"],
  asJson: ["报文（JSON，可粘贴）", "Message (JSON, paste here)"], json: ["事件报文", "Event"], notJson: ["报文不是有效的JSON：", "The message is not JSON: "],
  judge: ["判断", "Judge"], judging: ["正在判断…", "Judging…"], answer: ["判断结果", "Decision"], noneYet: ["还没有结果", "Nothing yet"],
  done: ["判断完成：{0}，{1}项提示", "Done: {0}, {1} findings"],
  allow: ["通过", "allow"], warn: ["提醒", "warn"], block: ["拦截", "block"], failOpen: ["未能及时判断，先予放行，事后补审", "Not decided in time: the order goes on"],
  remind: ["提醒", "reminder"], self_pay: ["转自费", "self-pay"], deny: ["拒付", "denied"], query: ["待核查", "query"],
  excepted: ["已豁免：", "excepted: "], money: ["涉及金额", "Money"], unknownMoney: ["无法计算", "unknown"], bears: ["承担", "Borne by"],
  patient: ["个人", "patient"], institution: ["医疗机构", "institution"], fund: ["基金", "fund"],
  clause: ["依据", "Clause"], nearMiss: ["差在", "Near miss"], facts: ["用到的事实", "Facts used"], concerns: ["涉及项目", "Concerns"], rule: ["规则", "Rule"],
  paid: ["全额支付", "paid"], partly: ["部分支付", "partly"], denied: ["拒付", "denied"], pending: ["待定", "pending"], blocked: ["拦截", "blocked"],
  linesPaid: ["各项费用", "What is paid"], item: ["项目", "Item"], pay: ["结果", "Result"], eligible: ["可报销", "Eligible"], selfPart: ["转自费", "Self-pay"], own: ["个人自付", "Own"],
  undetermined: ["因缺少资料无法判断（{0}）", "Undetermined for want of data ({0})"], notes: ["报文提示（{0}）", "Notes on the message ({0})"],
  reply: ["答复提醒", "Answer the reminder"], reason: ["理由", "Reason"], reasonText: ["说明（至少4个字）", "In your own words"], by: ["医师编号", "Physician's id"],
  goOn: ["继续并说明", "Go on, with this reason"], goBack: ["返回修改", "Go back and change"], anyReason: ["其他（请填写说明）", "other (write it below)"],
  until: ["最迟{0}", "until {0}"], holds: ["理由已成立：", "Justified: "], stale: ["理由已失效：", "The reason is stale: "], refused: ["理由未采纳：", "The reason is refused: "],
  record: ["台账记录", "Ledger record"], audit: ["事后审核会怎样", "What would an audit say"], auditOn: ["审核日期", "Day of audit"], auditTitle: ["事后审核结论", "Audit verdict"],
  search: ["搜索", "Search"], ruleCount: ["{0} / {1} 条", "{0} of {1}"], seeGraph: ["看依赖图", "See its graph"],
  graphName: ["名称", "Name"], draw: ["画出", "Draw"], graphAll: ["下载整个知识库的交互图", "Download the whole base as an interactive page"],
  graphOf: ["{0}：{1}个节点", "{0}: {1} things"], number: ["记录号", "Record"], show: ["查看", "Show"],
  recKind: ["种类", "Kind"], recAt: ["时间", "At"], recKey: ["标识", "Key"], recHash: ["哈希", "Hash"], recPrevious: ["前一条哈希", "Previous hash"], recBody: ["内容", "Body"], recWords: ["检索词", "Words"],
  hashHolds: ["哈希与内容相符", "The hash fits what it holds"], hashBroken: ["哈希与内容不符", "The hash does not fit"],
  decision: ["判断", "decision"], recAnswer: ["答复", "answer"], unjudged: ["未及判断", "unjudged"],
  previous: ["上一条", "Previous"], next: ["下一条", "Next"], away: ["服务没有回答：", "The service does not answer: "],
};

let language = "zh";

export const current = () => language;

export function say(key, ...parts) {
  const both = WORDS[key];
  const text = both ? both[language === "zh" ? 0 : 1] : key;
  return text.replace(/\{(\d)\}/g, (_, place) => parts[Number(place)]);
}

export function choose(wanted) {
  language = wanted;
  document.documentElement.lang = wanted === "zh" ? "zh-CN" : "en";
  document.title = say("title");
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = say(one.dataset.word);
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", say(one.dataset.label));
}

// An element: attributes, then children; text is always text, never markup.
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value") made.value = value;
    else if (value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export const word = (tag, key, attributes = {}) => make(tag, { ...attributes, "data-word": key }, say(key));
export const byId = (id) => document.getElementById(id);

/** A regulation that says each slot at least once, with words for all its codes. */
export const EVERY_SLOT = `
regulation: every-slot
title: 样例办法
period: session_year
unverified: count
total:
  start: { office: { standing_member: 70 }, others: 60, prorated: months }
  cap: 120
  needs: { not: { counts: recognition, where: { class: penalty }, atLeast: 1 } }
  otherwise: { cap: 59 }
groups:
  meetings: { title: 会议, article: 第二条, text: 会议占四成, start: 100, cap: { 2019-01-01: 100, 2024-01-01: 90 }, floor: 0, weight: 2/5 }
  best: { title: 就高, within: meetings, bestOf: fact }
  either: { title: 择一, bestOf: clause }
  bonus: { title: 加分, needs: { points: meetings, atLeast: 60 }, otherwise: { part: 4/5 } }
clauses:
  absent: { title: 缺席, counts: attendance, where: { meeting: { not: plenary }, class: study, outcome: absent }, points: { 2019-01-01: -2, 2024-01-01: null }, within: meetings }
  any: { title: 到过, counts: attendance, attendance: any, where: { outcome: { not: absent } }, points: { by: outcome, is: { attended: 2, leave_approved: 1 } }, within: best }
  speech: { title: 发言, who: { bodyKind: sector, bodyRole: convener }, counts: speech, where: { form: written }, points: 5, replaces: any }
  ladder: { title: 信息, counts: opinion, points: { ladder: [{ submitted: 1 }, { adopted: { by: level, is: { city: 3, province: 5 } } }], steps: highest, repeat: level } }
  shared: { title: 联名, counts: proposal, points: 8, share: { first: 1/2, others: 1/4 }, upTo: 2 }
  next: { title: 再多几件, counts: proposal, points: { part: 1/2, of: shared }, share: { each: equal, limit: 3 }, from: 3, upTo: 4 }
  third: { title: 满三件, counts: proposal, points: 9, fullAt: 3, window: half_year, within: either }
  once: { title: 届内一次, counts: service, points: 10, once: true, window: term }
  hours: { title: 服务, counts: service, where: { type: { not: visit } }, points: 0.5, quantity: hour, cap: 5, window: month }
  gift: { title: 捐款, counts: record, where: { type: gift, attributes: { size: { atLeast: 1, below: 9 } } }, points: 1, quantity: { unit: yuan, each: 1000, round: down } }
  long: { title: 字数, counts: record, where: { type: gift }, points: 1, quantity: { attribute: size, each: 500, round: up } }
  wanted: { title: 应交, counts: opinion, points: 0, wanted: { count: 3, missing: -5, more: 5, shrinks: down }, window: quarter }
  rated: { title: 评议, counts: assessment, where: { type: form }, points: 1, quantity: point, combine: { by: role, weights: { public: 3/10, panel: 7/10 } } }
  rounds: { title: 半年评分, counts: assessment, where: { type: form }, points: 1/2, quantity: point, combine: trimmed, window: half_year }
  when: { title: 三个一, when: basket, points: 60 }
  rate: { title: 出席率, measure: { share: { counts: attendance, where: { outcome: attended } }, among: { counts: attendance, where: { outcome: [attended, absent] } } }, points: { bands: { 90: 20, 80: 15 } } }
  below: { title: 低于八成, measure: { counts: service, sum: hour }, points: { target: 80, at: 5, each: 2, above: 1, below: -0.5, round: up } }
  average: { title: 与平均相比, measure: { points: meetings, to: average }, points: 10 }
  many: { title: 次数, measure: { counts: speech }, points: 2 }
  rank: { title: 名次, measure: { place: meetings }, points: { places: { 1: 10, 3: 6 } } }
conditions:
  basket: { all: [{ counts: attendance, where: { meeting: plenary, outcome: attended }, atLeast: 1 }, { any: [{ counts: opinion, atLeast: 1, atMost: 9 }, { not: { office: standing_member } }] }] }
  others:
    any:
      - { together: [{ counts: proposal, status: filed }, { counts: opinion }], atLeast: 3, over: term }
      - { inRow: 3, of: { counts: attendance, where: { outcome: absent } }, among: { counts: attendance, where: { outcome: [attended, absent] } } }
      - { share: { counts: attendance, where: { outcome: attended } }, among: { counts: attendance, where: { outcome: [attended, absent] } }, atLeast: 60, below: 80 }
      - { counts: service, sum: hour, atLeast: 20, each: quarter }
      - { counts: proposal, status: submitted, atMost: 0, over: { periods: 2 } }
      - { exempt: [illness], days: 30 }
      - { mandate: ends }
      - { inOffice: month, below: 6 }
lists:
  standing: { title: 常委, who: { office: standing_member } }
  ordinary: { title: 委员, each: special_committee }
tieBreak: [meetings, absent]
grades:
  - { grade: 优秀, min: 85, needs: basket, top: { share: 20, round: down }, colour: green }
  - { grade: 称职, min: 60 }
  - { grade: 不称职, forced: others }
triggers:
  两年: { title: 连续两年, when: { running: 2, of: { points: total, below: 60 } }, unless: { exempt: any }, then: [talk, own_step] }
  末位: { title: 末位, who: { office: { not: standing_member } }, when: { all: [{ bottom: 10 }, { times: 2, of: { grade: 不称职 } }] }, then: talk }
words: { gift: 捐款, size: 字数, form: 评议表, public: 群众, panel: 考核组, basket: 三个一, own_step: 书面检查 }
`

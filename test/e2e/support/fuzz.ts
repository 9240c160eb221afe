import type { Page } from '@playwright/test'

/** A call that a bug answered, or that answered with something it must not. */
export interface Finding {
  readonly route: string
  readonly input: string
  readonly answer: string
}

export interface FuzzReport {
  readonly calls: number
  /** Number of answers by error code; `ok` = success. */
  readonly codes: Readonly<Record<string, number>>
  /** By route: the calls that got past the schema of its input, and those of them whose input had been changed. */
  readonly reached: Readonly<Record<string, { readonly all: number; readonly changed: number }>>
  /** One for each route, at most ten. */
  readonly findings: readonly Finding[]
}

interface FuzzOptions {
  /** Valid requests, which are changed at random. */
  readonly samples: readonly (readonly [route: string, input: unknown])[]
  readonly count: number
  /** The same seed makes the same changes; what earlier answers held is used, too, and their order varies. */
  readonly seed: number
  /** What no answer may contain. */
  readonly secret: string
}

/** Makes `count` calls through the page's bridge, as foreign script in the page could. */
export function fuzz(page: Page, options: FuzzOptions): Promise<FuzzReport> {
  return page.evaluate(callAtRandom, options)
}

/** Runs in the page: everything it uses is inside. */
async function callAtRandom({ samples, count, seed, secret }: FuzzOptions): Promise<FuzzReport> {
  interface Answer {
    readonly ok: boolean
    readonly json?: string
    readonly error?: { readonly code: string; readonly detail?: { readonly problem?: string } }
  }
  interface PageBridge {
    call(name: string, input: unknown, callId: string): Promise<Answer>
    cancel(callId: string): void
  }
  const { bridge } = globalThis as unknown as { bridge: PageBridge }
  const aside = 8
  const patienceMs = 4_000

  let state = seed
  /** Mulberry32, from 0 to 1. */
  function random(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!
  const deep = () => Array.from({ length: pick([300, 2_000]) }).reduce<unknown>((inner) => ({ inner }), 1)
  const hostile: readonly (() => unknown)[] = [
    () => null,
    () => undefined,
    () => pick([0, -0, -1, 1, 0.5, 1e9, -1e9, 1e308, 2 ** 53, Number.NaN, Infinity, -Infinity]),
    () => pick(['', ' ', '\0', '\u202E', '\uD800', '𝕬'.repeat(30), 'x'.repeat(100_000), '__proto__', 'constructor']),
    () => pick(['../../../etc/passwd', '/etc/passwd', 'C:\\Windows\\win.ini', 'file:///etc/passwd', '~/.ssh/id_rsa']),
    () => pick(['http://127.0.0.1:1/', 'https://evil.example/', 'javascript:alert(1)', 'data:text/html,x', '//evil']),
    () =>
      pick([
        "' OR 1=1 --",
        '"; DROP TABLE assets; --',
        '%s%n',
        '{{7*7}}',
        '$(id)',
        '`id`',
        '<img onerror=x>',
        '(a+)+$',
      ]),
    () => pick([true, false, [], {}, [[]], [null], [''], Array.from({ length: 5_000 }, () => 7)]),
    () =>
      pick([
        new Uint8Array(0),
        new Uint8Array(70_000),
        new Float64Array([Number.NaN]),
        new Date(Number.NaN),
        10n ** 30n,
      ]),
    () => JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as unknown,
    deep,
    () => samples[Math.floor(random() * samples.length)]![1],
  ]

  /** Values of samples and answers by `keyOf`: ids that exist, choices that are allowed. */
  const pool = new Map<string, (string | number)[]>()
  const poolMax = 40
  /** Ids and handles of one kind are equally long. */
  const keyOf = (value: string | number, field: string) =>
    typeof value === 'number' ? field : `${field.replace(/s$/, '')} ${value.length}`
  function learn(value: unknown, field: string, budget = { left: 400 }): void {
    if ((budget.left -= 1) < 0) return
    if (typeof value === 'string' || typeof value === 'number') {
      const key = keyOf(value, field)
      const known = pool.get(key) ?? []
      pool.set(key, known)
      if (known.includes(value)) return
      if (known.length < poolMax) known.push(value)
      else known[Math.floor(random() * poolMax)] = value
    } else if (Array.isArray(value)) for (const each of value) learn(each, field, budget)
    else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
      for (const [name, each] of Object.entries(value)) learn(each, name, budget)
  }
  for (const [, sample] of samples) learn(sample, '')

  const unusual = ['../x', 'a/../../b', '%2e%2e%2f', '=1+1', '{prompt}', '<b>&"', "o'b", '\u202E.exe', 'é 漢 \n', 'CON']

  /** A small change of one value, which its schema may well allow. */
  function near(value: unknown, field: string): unknown {
    const known = typeof value === 'string' || typeof value === 'number' ? (pool.get(keyOf(value, field)) ?? []) : []
    if (typeof value === 'boolean') return !value
    if (typeof value === 'number')
      return pick([value + 1, value - 1, value * 2, Math.round(value / 2), -value, value + 0.5, 0, 1e6, ...known])
    if (typeof value === 'string') {
      if (known.length > 1 && random() < 0.7) return pick(known)
      const other = pick(unusual)
      return pick([value + other, other, value.slice(1), value.toUpperCase(), value + value])
    }
    if (value instanceof Uint8Array) {
      const copy = value.slice(0, random() < 0.3 ? Math.floor(random() * value.length) : value.length)
      for (let flips = pick([0, 1, 30]); flips > 0 && copy.length > 0; flips -= 1)
        copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256)
      return copy
    }
    return value
  }

  /** `near` for one of the values inside. */
  function nearby(value: unknown, field = ''): unknown {
    if (Array.isArray(value)) {
      const items = value as unknown[]
      if (items.length === 0 || random() < 0.3) return pick([[], [...items, ...items], items.slice(1)])
      const at = Math.floor(random() * items.length)
      return items.map((each, index) => (index === at ? nearby(each, field) : each))
    }
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return near(value, field)
    const fields = Object.keys(value)
    if (fields.length === 0) return value
    const name = pick(fields)
    return { ...value, [name]: nearby((value as Record<string, unknown>)[name], name) }
  }

  /** Replaces, removes, adds or repeats something anywhere in a value. */
  function hostilely(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || random() < 0.1)
      return pick(hostile)()
    if (Array.isArray(value)) {
      if (value.length === 0 || random() < 0.2) return [...(value as unknown[]), pick(hostile)()]
      const at = Math.floor(random() * value.length)
      return value.map((each: unknown, index) => (index === at ? hostilely(each) : each))
    }
    const fields = Object.keys(value)
    if (fields.length === 0 || random() < 0.1)
      return { ...value, [pick(['extra', 'path', 'id', 'url'])]: pick(hostile)() }
    const field = pick(fields)
    const copy: Record<string, unknown> = { ...value }
    if (random() < 0.1) Reflect.deleteProperty(copy, field)
    else copy[field] = hostilely(copy[field])
    return copy
  }

  /** Most inputs stay close to what is allowed, so that they get as far as the code behind the schema. */
  function changedInput(sample: unknown): unknown {
    const isNear = random() < 0.7
    let input = sample
    for (let changes = Math.floor(random() * 4); changes > 0; changes -= 1)
      input = isNear ? nearby(input) : hostilely(input)
    return input
  }

  const codes: Record<string, number> = {}
  const reached: Record<string, { all: number; changed: number }> = {}
  const findings: Finding[] = []
  const text = (value: unknown) => {
    try {
      return (
        JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each)) ?? 'undefined'
      )
    } catch (thrown) {
      return String(thrown)
    }
  }

  async function answerTo(route: string, input: unknown): Promise<Answer> {
    const callId = crypto.randomUUID()
    const timer = setTimeout(() => bridge.cancel(callId), patienceMs)
    try {
      return await bridge.call(route, input, callId)
    } catch (thrown) {
      // What cannot be copied never leaves the page.
      const isUncopyable = /could not be cloned|recursion depth/i.test(String(thrown))
      return { ok: false, error: { code: isUncopyable ? 'not-copied' : `thrown: ${String(thrown)}` } }
    } finally {
      clearTimeout(timer)
    }
  }

  let made = 0
  async function callUntilDone(): Promise<void> {
    while (made < count) {
      const round = Math.floor(made / samples.length)
      const [route, sample] = samples[made++ % samples.length]!
      // First as it is, then with one small change: few calls reach nearly every route past its schema, too.
      const input = round === 0 ? sample : round === 1 ? nearby(sample) : changedInput(sample)
      const answer = await answerTo(route, input)
      const code = answer.ok ? 'ok' : (answer.error?.code ?? 'none')
      codes[code] = (codes[code] ?? 0) + 1
      const isTurnedAway =
        code === 'not-copied' || (answer.error?.detail?.problem ?? '').includes(' has the wrong form')
      const counts = (reached[route] ??= { all: 0, changed: 0 })
      if (!isTurnedAway) {
        counts.all += 1
        if (input !== sample) counts.changed += 1
      }
      if (answer.json !== undefined) learn(JSON.parse(answer.json), '')
      const said = text(answer)
      const isWrong = code === 'internal/bug' || code === 'none' || code.startsWith('thrown') || said.includes(secret)
      if (isWrong && findings.length < 10 && findings.every((each) => each.route !== route)) {
        findings.push({ route, input: text(input).slice(0, 240), answer: said.slice(0, 240) })
      }
    }
  }
  await Promise.all(Array.from({ length: aside }, callUntilDone))
  return { calls: made, codes, reached, findings }
}

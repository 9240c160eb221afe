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
  /** One for each route, at most ten. */
  readonly findings: readonly Finding[]
}

interface FuzzOptions {
  /** Valid requests, which are changed at random. */
  readonly samples: readonly (readonly [route: string, input: unknown])[]
  readonly count: number
  /** The same seed makes the same calls. */
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
    readonly error?: { readonly code: string }
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

  /** Replaces, removes, adds or repeats something anywhere in a value. */
  function changed(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || random() < 0.1)
      return pick(hostile)()
    if (Array.isArray(value)) {
      if (value.length === 0 || random() < 0.2) return [...(value as unknown[]), pick(hostile)()]
      const at = Math.floor(random() * value.length)
      return value.map((each: unknown, index) => (index === at ? changed(each) : each))
    }
    const fields = Object.keys(value)
    if (fields.length === 0 || random() < 0.1)
      return { ...value, [pick(['extra', 'path', 'id', 'url'])]: pick(hostile)() }
    const field = pick(fields)
    const copy: Record<string, unknown> = { ...value }
    if (random() < 0.1) Reflect.deleteProperty(copy, field)
    else copy[field] = changed(copy[field])
    return copy
  }

  const codes: Record<string, number> = {}
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
      const [route, sample] = samples[made++ % samples.length]!
      let input = sample
      const changes = Math.floor(random() * 4)
      for (let change = 0; change < changes; change += 1) input = changed(input)
      const answer = await answerTo(route, input)
      const code = answer.ok ? 'ok' : (answer.error?.code ?? 'none')
      codes[code] = (codes[code] ?? 0) + 1
      const said = text(answer)
      const isWrong = code === 'internal/bug' || code === 'none' || code.startsWith('thrown') || said.includes(secret)
      if (isWrong && findings.length < 10 && findings.every((each) => each.route !== route)) {
        findings.push({ route, input: text(input).slice(0, 240), answer: said.slice(0, 240) })
      }
    }
  }
  await Promise.all(Array.from({ length: aside }, callUntilDone))
  return { calls: made, codes, findings }
}

/**
 * How A1111 and other programs parse its infotext, reimplemented from their rules without code of Atelier's reader; each
 * returns only what it shows. Galleries and readers differ in what they look for first: `Steps` at the start of a line,
 * three pairs, or a sampler.
 */
export interface ShownText {
  readonly prompt: string
  readonly negativePrompt: string
  readonly settings: ReadonlyMap<string, string>
}

const start = 'Negative prompt:'

const pair = () => /\s*([\p{L}\p{N}_ ]+):\s*("(?:\\"[^,]|\\"|\\|[^"])+"|[^,]*)(?:,|$)/gu

const a1111Pair = () => /\s*([\p{L}\p{N}_][\p{L}\p{N}_ \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/gu

/**
 * A1111's own parser (`parse_generation_parameters`), which Forge and galleries such as infinite-image-browsing share.
 */
export function readAsA1111(text: string): ShownText {
  const lines = text.trim().split('\n')
  let last = lines.pop() ?? ''
  if ([...last.matchAll(a1111Pair())].length < 3) {
    lines.push(last)
    last = ''
  }
  const prompt: string[] = []
  const negative: string[] = []
  let isNegative = false
  for (const rawLine of lines) {
    let line = rawLine.trim()
    if (line.startsWith('Negative prompt:')) {
      isNegative = true
      line = line.slice(16).trim()
    }
    ;(isNegative ? negative : prompt).push(line)
  }
  const settings = new Map<string, string>()
  for (const [, key, raw] of last.matchAll(a1111Pair())) {
    let value = raw!
    if (value.startsWith('"') && value.endsWith('"')) value = JSON.parse(value) as string
    const [, width, height] = /^(\d+)x(\d+)$/.exec(value) ?? []
    if (width === undefined || height === undefined) settings.set(key!, value)
    else settings.set(`${key!}-1`, width).set(`${key!}-2`, height)
  }
  return { prompt: prompt.join('\n'), negativePrompt: negative.join('\n'), settings }
}

/** infinite-image-browsing: three pairs in the last line; names contain only word characters and spaces. */
export function readAsInfiniteImageBrowsing(text: string): ShownText {
  const lines = text.trim().split('\n')
  const last = [...(lines.at(-1) ?? '').matchAll(pair())]
  const promptLines = last.length < 3 ? lines : lines.slice(0, -1)
  const negativeAt = promptLines.findIndex((line) => line.trim().startsWith(start))
  const negative =
    negativeAt < 0 ? [] : [promptLines[negativeAt]!.trim().slice(start.length), ...promptLines.slice(negativeAt + 1)]
  return {
    prompt: joined(negativeAt < 0 ? promptLines : promptLines.slice(0, negativeAt)),
    negativePrompt: joined(negative),
    settings: new Map(last.length < 3 ? [] : last.map(([, key, value]) => [key!.trim(), value!])),
  }
}

/**
 * prompt-reader: everything from a line that starts with `Steps:`; what precedes the first line break is the prompt.
 */
export function readAsPromptReader(text: string): ShownText {
  const stepsAt = text.indexOf('\nSteps:')
  const negativeAt = text.indexOf(`\n${start}`)
  const hasNegative = text.includes(start)
  const promptEnd = stepsAt < 0 ? text.length : stepsAt
  const settings = stepsAt < 0 ? '' : text.slice(stepsAt)
  const pairs = [...settings.matchAll(/\s*([^:,]+):\s*([^,]+)/g)].toReversed()
  return {
    prompt: (hasNegative ? text.slice(0, negativeAt) : text.slice(0, promptEnd)).trim(),
    negativePrompt: hasNegative ? text.slice(negativeAt + start.length + 1, promptEnd).trim() : '',
    // The first of duplicate names counts.
    settings: new Map(pairs.map(([, key, value]) => [key!, value!])),
  }
}

const samplerKeys = ['Sampler', 'CFG scale', 'Seed', 'Steps', 'ENSD', 'Schedule type']

function pairsOf(line: string): Map<string, string> {
  return new Map(
    line.split(',').flatMap((item): [string, string][] => {
      const parts = item.split(':').map((part) => part.trim())
      return parts.length === 2 ? [[parts[0]!, parts[1]!]] : []
    }),
  )
}

/** sd-parsers: the last line with three of its known names, one of which must be a sampler; otherwise null. */
export function readAsSdParsers(text: string): ShownText | null {
  const lines = text.split('\n')
  const isSettings = (line: string): boolean => samplerKeys.filter((key) => pairsOf(line).has(key)).length >= 3
  const settingsAt = lines.findLastIndex((line) => isSettings(line))
  const settings = pairsOf(lines[settingsAt] ?? '')
  if (settingsAt < 0 || !settings.has('Sampler')) return null
  const [prompt = '', negativePrompt = ''] = lines.slice(0, settingsAt).join('\n').split(start)
  return { prompt: prompt.trim(), negativePrompt: negativePrompt.trim(), settings }
}

function joined(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .join('\n')
    .trim()
}

/**
 * How other programs parse A1111 infotext, reimplemented from their rules; each returns only what it shows. Galleries
 * and readers differ in what they look for first: `Steps` at the start of a line, three pairs, or a sampler.
 */
export interface ShownText {
  readonly prompt: string
  readonly negativePrompt: string
  readonly settings: ReadonlyMap<string, string>
}

const start = 'Negative prompt:'

const pair = () => /\s*([\p{L}\p{N}_ ]+):\s*("(?:\\"[^,]|\\"|\\|[^"])+"|[^,]*)(?:,|$)/gu

/** infinite-image-browsing: three pairs in the last line; names contain only word characters and spaces. */
export function readAsInfiniteImageBrowsing(text: string): ShownText {
  const lines = text.trim().split('\n')
  const last = [...(lines.at(-1) ?? '').matchAll(pair())]
  const words = last.length < 3 ? lines : lines.slice(0, -1)
  const at = words.findIndex((line) => line.trim().startsWith(start))
  const negative = at < 0 ? [] : [words[at]!.trim().slice(start.length), ...words.slice(at + 1)]
  return {
    prompt: joined(at < 0 ? words : words.slice(0, at)),
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
  const wordsEnd = stepsAt < 0 ? text.length : stepsAt
  const settings = stepsAt < 0 ? '' : text.slice(stepsAt)
  const pairs = [...settings.matchAll(/\s*([^:,]+):\s*([^,]+)/g)].toReversed()
  return {
    prompt: (hasNegative ? text.slice(0, negativeAt) : text.slice(0, wordsEnd)).trim(),
    negativePrompt: hasNegative ? text.slice(negativeAt + start.length + 1, wordsEnd).trim() : '',
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
  const at = lines.findLastIndex((line) => isSettings(line))
  const settings = pairsOf(lines[at] ?? '')
  if (at < 0 || !settings.has('Sampler')) return null
  const [prompt = '', negativePrompt = ''] = lines.slice(0, at).join('\n').split(start)
  return { prompt: prompt.trim(), negativePrompt: negativePrompt.trim(), settings }
}

function joined(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .join('\n')
    .trim()
}

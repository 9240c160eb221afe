import type { Settings } from '../../shared/domain/settings.ts'

/** A line of the log at level `warn` or `error`, without what it says of files and requests. */
export interface LoggedProblem {
  readonly time: string
  readonly level: string
  readonly event: string
  /** Code of its error, if it has one. */
  readonly code: string | null
  /** Places in Atelier's own scripts, such as `index.js:1:2304`; the innermost first. */
  readonly places: readonly string[]
}

/** Everything is optional where reading it can fail: null = it could not be read. */
export interface DiagnosticFacts {
  readonly version: string
  readonly isPackaged: boolean
  readonly versions: Readonly<Record<'electron' | 'chrome' | 'node', string | undefined>>
  readonly system: Readonly<Record<'platform' | 'release' | 'arch' | 'locale', string>>
  readonly processors: { readonly model: string; readonly count: number }
  readonly memory: { readonly totalBytes: number; readonly freeBytes: number }
  readonly displays: readonly { readonly width: number; readonly height: number; readonly scaleFactor: number }[]
  readonly gpu: { readonly devices: readonly string[]; readonly features: Readonly<Record<string, string>> }
  readonly library: { readonly images: number; readonly freeBytes: number | null } | null
  readonly providers:
    | readonly {
        readonly id: string
        readonly isEnabled: boolean
        readonly hasKey: boolean
        readonly hasOwnAddress: boolean
        readonly health: string
      }[]
    | null
  /** Names of the installed builds. */
  readonly engines: readonly string[] | null
  readonly settings: Settings | null
  readonly problems: readonly LoggedProblem[] | null
}

/**
 * Facts about the program and the computer as text for a report of a problem, in English for those who read it. Of
 * settings only choices among fixed values are listed: no paths, prompts, names, addresses or amounts.
 */
export function diagnosticsText(facts: DiagnosticFacts): string {
  const { versions, system, processors, memory, displays, gpu, library, engines, problems } = facts
  const lines = [
    `Atelier ${facts.version}${facts.isPackaged ? '' : ' (from source)'}`,
    `Electron ${versions.electron}, Chromium ${versions.chrome}, Node ${versions.node}`,
    `System: ${system.platform} ${system.release} ${system.arch}, language ${system.locale}`,
    `Processor: ${processors.count} × ${processors.model}`,
    `Memory: ${gigabytes(memory.totalBytes)}, ${gigabytes(memory.freeBytes)} free`,
    `Displays: ${displays.map(({ width, height, scaleFactor }) => `${width}×${height} at ${scaleFactor}`).join(', ')}`,
    `GPU: ${gpu.devices.join(', ') || 'none found'}`,
    ...Object.entries(gpu.features).map(([feature, state]) => `  ${feature}: ${state}`),
    library === null ? 'Library: not readable' : libraryLine(library),
    `Engines: ${engines === null ? 'not readable' : engines.join(', ') || 'none'}`,
    'Providers:',
    ...listed(facts.providers, providerLine),
    'Settings:',
    ...(facts.settings === null ? [notReadable] : settingLines(facts.settings)),
    'Latest problems:',
    ...listed(problems, problemLine),
  ]
  return `${lines.join('\n')}\n`
}

const notReadable = '  not readable'

function listed<T>(items: readonly T[] | null, line: (item: T) => string): readonly string[] {
  if (items === null) return [notReadable]
  return items.length === 0 ? ['  none'] : items.map(line)
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`

function libraryLine({ images, freeBytes }: NonNullable<DiagnosticFacts['library']>): string {
  return `Library: ${images} images, ${freeBytes === null ? 'free space unknown' : `${gigabytes(freeBytes)} free on its disk`}`
}

function providerLine({
  id,
  isEnabled,
  hasKey,
  hasOwnAddress,
  health,
}: NonNullable<DiagnosticFacts['providers']>[number]): string {
  const marks = [
    isEnabled ? 'on' : 'off',
    hasKey ? 'key set' : 'no key',
    ...(hasOwnAddress ? ['own address'] : []),
    health,
  ]
  return `  ${id}: ${marks.join(', ')}`
}

function settingLines(settings: Settings): string[] {
  const { theme, contrast, uiScale, canvasGray, keys, gallery, safety, modelFolders, place } = settings
  const shown = {
    theme,
    contrast,
    uiScale,
    canvasGray,
    place,
    keyPreset: keys.preset,
    changedKeys: Object.keys(keys.overrides).length,
    galleryLayout: gallery.layout,
    gallerySort: gallery.sort,
    contentFilter: safety.contentFilter,
    hidesNudity: safety.blockNsfw,
    modelFolders: modelFolders.length,
  }
  return Object.entries(shown).map(([name, value]) => `  ${name}: ${value}`)
}

function problemLine({ time, level, event, code, places }: LoggedProblem): string {
  return `  ${time} ${level} ${event}${code === null ? '' : ` ${code}`}${places.map((place) => `\n    at ${place}`).join('')}`
}

const problemsMax = 40
const placesMax = 4

/** The last problems of a log, the newest last. Lines that are not the logger's are skipped. */
export function problemsOf(log: string): readonly LoggedProblem[] {
  return log
    .split('\n')
    .flatMap((line) => parsedProblem(line) ?? [])
    .slice(-problemsMax)
}

function parsedProblem(line: string): LoggedProblem | null {
  if (!/"level":"(?:warn|error)"/.test(line)) return null
  try {
    const { time, level, event, detail } = JSON.parse(line) as Readonly<Record<string, unknown>>
    if (typeof time !== 'string' || typeof level !== 'string' || typeof event !== 'string') return null
    const text = JSON.stringify(detail ?? {})
    return { time, level, event, code: /"code":"([\w-]+\/?[\w-]*)"/.exec(text)?.[1] ?? null, places: placesIn(text) }
  } catch {
    return null
  }
}

/** Only a script's name and position: the folders before it say where the program and its user's files lie. */
function placesIn(text: string): string[] {
  return [...text.matchAll(/([\w.-]+\.[cm]?[jt]sx?:\d+:\d+)/g)].slice(0, placesMax).map(([, place = '']) => place)
}

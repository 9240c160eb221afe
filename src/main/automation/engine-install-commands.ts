import { resolve } from 'node:path'
import type { EngineOffer, InstalledEngine, InstallProgress } from '../engine-releases/engine-releases.ts'
import { backends, type Backend } from '../engine-releases/index.ts'
import { defineCommand } from './command.ts'
import { engineReport } from './engine-commands.ts'
import { badInput } from './read-options.ts'
import { successReport } from './report.ts'

const group = 'Models'

export const listEnginesCommand = defineCommand({
  name: 'engine list',
  group,
  summary: 'List the engines that are installed, and the builds there are for this computer.',
  examples: ['engine list', 'engine list --json'],
  async run(_values, _args, context) {
    const { tag, reason, offers, installed } = await (await (await context.services()).engineReleases()).overview()
    const { enginePath } = await context.settings.load()
    const own = installed.some(({ isCurrent }) => isCurrent) ? null : enginePath
    return {
      lines: [
        ...(own === null ? [] : [`${'current'.padEnd(9)}${own}  your own build`]),
        ...installed.map(describe),
        ...(installed.length === 0 && own === null ? ['No engine yet. Install one: atelier engine install'] : []),
        `Release ${tag}. ${reason}.`.replace('..', '.'),
        ...offers.map(describeOffer),
      ],
      report: successReport({
        engine_path: enginePath,
        engines: installed.map(reported),
        release: { tag, reason, builds: offers.map(reportOffer) },
      }),
    }
  },
})

export const installEngineCommand = defineCommand({
  name: 'engine install',
  group,
  summary: 'Download the engine for this computer, test it and draw with it.',
  details:
    'Takes the build of stable-diffusion.cpp that fits this computer, checks its SHA-256 and has it draw test images. ' +
    'Ctrl+C keeps what has arrived for the next time. The engine used before stays: engine use NAME goes back to it.',
  options: {
    backend: { value: 'name', help: `Install this build, even where another fits better: ${backends.join(', ')}` },
    from: { value: 'zip', conflictsWith: 'backend', help: 'Install an archive of a release that you have downloaded' },
  },
  examples: [
    'engine install',
    'engine install --backend cpu',
    'engine install --from ~/Downloads/sd-bin-win-cpu-x64.zip',
  ],
  async run({ backend, from }, _args, context) {
    const releases = await (await context.services()).engineReleases()
    const watch = { signal: context.signal, onProgress: createTeller(context.tellProgress) }
    const { engine, facts, removed } =
      from === undefined
        ? await releases.install({ ...watch, backend: readBackend(backend) })
        : await releases.installFrom(resolve(context.workingFolder, from), watch)
    return {
      lines: [
        describe(engine),
        ...engine.archives.map(({ name, sha256 }) => `  ${name}  sha256 ${sha256}`),
        ...facts.devices.map(({ name, label }) => `  ${name.padEnd(10)}  ${label}`),
        ...removed.map((name) => `Removed ${name}, which is older`),
      ],
      report: successReport({ engine: engineReport(engine.libraryPath, facts), engines: [reported(engine)] }),
    }
  },
})

export const removeEngineCommand = defineCommand({
  name: 'engine remove',
  group,
  summary: 'Delete an engine that was installed.',
  args: { '<name>': 'As engine list calls it' },
  examples: ['engine remove master-827-97d2990-cpu'],
  async run(_values, [name = ''], context) {
    const releases = await (await context.services()).engineReleases()
    const removed = await releases.remove(name)
    const unused = removed.isCurrent ? ' There is no engine now: install or choose one.' : ''
    return {
      lines: [`${name} was removed: ${sizeOf(removed.bytes)} freed.${unused}`],
      report: successReport({ engines: [reported(removed)] }),
    }
  },
})

function readBackend(word: string | undefined): Backend | null {
  if (word === undefined) return null
  const found = backends.find((backend) => backend === word)
  if (found) return found
  throw badInput(`There is no build named “${word}”. Known: ${backends.join(', ')}.`)
}

const stages: Readonly<Record<InstallProgress['stage'], string>> = {
  asking: 'Asking the release’s page…',
  checking: 'Reading the archive…',
  downloading: 'Downloading',
  unpacking: 'Unpacking',
  testing: 'Drawing test images…',
}
const partsShown = 10

/** A line for each stage, and for each tenth of it. */
function createTeller(tell: (line: string) => void): (progress: InstallProgress) => void {
  let last = ''
  return ({ stage, bytes, totalBytes }) => {
    const part = totalBytes === null || stage === 'checking' ? 0 : Math.floor((bytes / totalBytes) * partsShown)
    const key = `${stage} ${part}`
    if (key === last) return
    last = key
    const isCounted = totalBytes !== null && stage !== 'checking'
    tell(isCounted ? `${stages[stage]} ${sizeOf(bytes)} of ${sizeOf(totalBytes)}` : stages[stage])
  }
}

const sizeOf = (bytes: number): string =>
  bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`

function describe({ name, isCurrent, bytes }: InstalledEngine): string {
  return `${(isCurrent ? 'current' : '').padEnd(9)}${name}  ${sizeOf(bytes)}`
}

function describeOffer({ backend, isRecommended, problem, sizeBytes }: EngineOffer): string {
  const size = sizeBytes === null ? '' : `  ${sizeOf(sizeBytes)}`
  return `${(isRecommended ? 'fits' : '').padEnd(9)}${backend.padEnd(8)}${size}${problem === null ? '' : `  ${problem}`}`.trimEnd()
}

function reported({ name, tag, backend, archives, bytes, installedAt, libraryPath, isCurrent }: InstalledEngine) {
  return {
    name,
    tag,
    backend,
    current: isCurrent,
    path: libraryPath,
    bytes,
    installed_at: installedAt,
    archives: archives.map(({ name: file, sizeBytes, sha256 }) => ({ name: file, bytes: sizeBytes, sha256 })),
  }
}

function reportOffer({ backend, isRecommended, problem, sizeBytes }: EngineOffer) {
  return { backend, recommended: isRecommended, problem, bytes: sizeBytes }
}

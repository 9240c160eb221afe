import { resolve } from 'node:path'
import * as messages from '../../../shared/messages/en/cli-models.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import type { EngineOffer, InstalledEngine, InstallProgress } from '../../engine-releases/engine-releases.ts'
import { type Backend, backends } from '../../engine-releases/index.ts'
import { defineCommand } from '../program/command.ts'
import { badInput, formatBytesOf } from '../read-options.ts'
import { successReport } from '../report.ts'
import { engineReport } from './engine-commands.ts'

const group = 'models'

export const listEnginesCommand = defineCommand({
  name: 'engine list',
  group,
  summary: messages.listEngines,
  examples: ['engine list', 'engine list --json'],
  async run(_values, _args, context) {
    const { tag, reason, offers, installed } = await (await (await context.services()).engineReleases()).overview()
    const { enginePath } = await context.settings.load()
    const ownBuild = installed.some(({ isCurrent }) => isCurrent) ? null : enginePath
    return {
      lines: [
        ...(ownBuild === null ? [] : [`${messages.inUse.padEnd(markWidth)}${ownBuild}  ${messages.ownBuild}`]),
        ...installed.map(describe),
        ...(installed.length === 0 && ownBuild === null ? [messages.noEngineYet] : []),
        messages.release({ tag, reason }),
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
  summary: messages.installEngine,
  details: messages.installDetails,
  options: {
    backend: { value: 'name', suggestions: backends, help: messages.backend({ values: backends.join(', ') }) },
    from: { value: 'zip', conflictsWith: 'backend', help: messages.fromArchive },
  },
  examples: [
    'engine install',
    'engine install --backend cpu',
    'engine install --from ~/Downloads/sd-bin-win-cpu-x64.zip',
  ],
  async run({ backend, from }, _args, context) {
    const releases = await (await context.services()).engineReleases()
    const watch = { signal: context.signal, onProgress: createProgressReporter(context.reportProgress) }
    const { engine, facts, removed } =
      from === undefined
        ? await releases.install({ ...watch, backend: readBackend(backend) })
        : await releases.installFrom(resolve(context.workingFolder, from), watch)
    return {
      lines: [
        describe(engine),
        ...engine.archives.map(({ name, sha256 }) => `  ${name}  sha256 ${sha256}`),
        ...facts.devices.map(({ name, label }) => `  ${name.padEnd(10)}  ${label}`),
        ...removed.map((name) => messages.removedOlder({ name })),
      ],
      report: successReport({ engine: engineReport(engine.libraryPath, facts), engines: [reported(engine)] }),
    }
  },
})

export const removeEngineCommand = defineCommand({
  name: 'engine remove',
  group,
  summary: messages.removeEngine,
  args: { '<name>': messages.engineName },
  examples: ['engine remove master-827-97d2990-cpu'],
  async run(_values, [name = ''], context) {
    const releases = await (await context.services()).engineReleases()
    const removed = await releases.remove(name)
    const line = messages.engineRemoved({ name, size: formatBytesOf(removed.bytes) })
    return {
      lines: [removed.isCurrent ? joinSentences(line, messages.noEngineLeft) : line],
      report: successReport({ engines: [reported(removed)] }),
    }
  },
})

function readBackend(word: string | undefined): Backend | null {
  if (word === undefined) return null
  const found = backends.find((backend) => backend === word)
  if (found) return found
  throw badInput(messages.buildUnknown({ name: word, known: backends.join(', ') }))
}

const stages: Readonly<Record<InstallProgress['stage'], string>> = {
  asking: messages.findingRelease,
  checking: messages.readingArchive,
  downloading: messages.downloading,
  unpacking: messages.unpacking,
  testing: messages.generatingTestImages,
}
const partsShown = 10

/** Reports a line per stage, and per ten percent of it. */
function createProgressReporter(report: (line: string) => void): (progress: InstallProgress) => void {
  let lastKey = ''
  return ({ stage, bytes, totalBytes }) => {
    const step = totalBytes === null || stage === 'checking' ? 0 : Math.floor((bytes / totalBytes) * partsShown)
    const key = `${stage} ${step}`
    if (key === lastKey) return
    lastKey = key
    report(describeProgress({ stage, bytes, totalBytes }))
  }
}

function describeProgress({ stage, bytes, totalBytes }: InstallProgress): string {
  if (totalBytes === null) return stages[stage]
  const facts = { bytes: formatBytesOf(bytes), total: formatBytesOf(totalBytes) }
  if (stage === 'downloading') return messages.downloadingOf(facts)
  return stage === 'unpacking' ? messages.unpackingOf(facts) : stages[stage]
}

/** Width of the first column. */
const markWidth = 13

function describe({ name, isCurrent, bytes }: InstalledEngine): string {
  return `${(isCurrent ? messages.inUse : '').padEnd(markWidth)}${name}  ${formatBytesOf(bytes)}`
}

function describeOffer({ backend, isRecommended, problem, sizeBytes }: EngineOffer): string {
  const size = sizeBytes === null ? '' : `  ${formatBytesOf(sizeBytes)}`
  return `${(isRecommended ? messages.recommended : '').padEnd(markWidth)}${backend.padEnd(8)}${size}${problem === null ? '' : `  ${problem}`}`.trimEnd()
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

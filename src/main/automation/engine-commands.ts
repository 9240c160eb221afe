import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { programPathSchema } from '../../shared/domain/guarded-values.ts'
import { toFileError } from '../../shared/errors/index.ts'
import type { EngineFacts } from '../engine/engine.ts'
import { defineCommand, type CommandContext, type Outcome } from './command.ts'
import { badInput } from './read-options.ts'
import { successReport } from './report.ts'

const group = 'Models'

export const useEngineCommand = defineCommand({
  name: 'engine use',
  group,
  summary: 'Draw on this computer with a build of stable-diffusion.cpp: its shared library.',
  args: { '<library>': 'libstable-diffusion.so, stable-diffusion.dll or libstable-diffusion.dylib' },
  examples: ['engine use ~/sd.cpp/libstable-diffusion.so'],
  async run(_values, [word = ''], context) {
    const path = resolve(context.workingFolder, word)
    const found = await stat(path).catch((thrown: unknown) => {
      throw toFileError(thrown, `use ${path} as an engine`)
    })
    if (!found.isFile()) throw badInput(`${path} is a folder. Name the shared library in it.`)
    const facts = await inspect(path, context)
    await context.settings.change({ enginePath: programPathSchema.parse(path) })
    return told(path, facts)
  },
})

export const testEngineCommand = defineCommand({
  name: 'engine test',
  group,
  summary: 'Load the engine and say which devices it can use.',
  examples: ['engine test', 'engine test --json'],
  async run(_values, _args, context) {
    const path = await requireEngine(context)
    return told(path, await inspect(path, context))
  },
})

export const forgetEngineCommand = defineCommand({
  name: 'engine forget',
  group,
  summary: 'Stop using the engine. Its files stay.',
  examples: ['engine forget'],
  async run(_values, _args, context) {
    const path = await requireEngine(context)
    await context.settings.change({ enginePath: null })
    return {
      lines: [`${path} is not used any more. Its files are untouched.`],
      report: successReport({ engine: null }),
    }
  },
})

async function inspect(path: string, context: CommandContext): Promise<EngineFacts> {
  const engine = await (await context.services()).engine()
  return engine.inspect(path)
}

async function requireEngine({ settings }: CommandContext): Promise<string> {
  const { enginePath } = await settings.load()
  if (enginePath === null) throw badInput('No engine yet. Choose one: atelier engine use LIBRARY')
  return enginePath
}

function told(path: string, facts: EngineFacts): Outcome {
  return {
    lines: [
      `${path}: stable-diffusion.cpp ${facts.version} ${facts.commit}`.trimEnd(),
      ...facts.devices.map(({ name, label }) => `${name.padEnd(10)}  ${label}`),
    ],
    problems: isOfRelease(facts)
      ? []
      : [`Atelier works with release ${facts.fits}. This library is of another or does not say which, and may fail.`],
    report: successReport({ engine: { path, ...facts } }),
  }
}

function isOfRelease({ commit, fits }: EngineFacts): boolean {
  return commit !== '' && commit !== 'unknown' && (fits.endsWith(commit) || commit.startsWith(fits.split('-').at(-1)!))
}

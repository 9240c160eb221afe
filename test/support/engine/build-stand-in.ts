import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { engineStructs } from '../../../src/main/engine/host/layout.ts'

const source = fileURLToPath(new URL('stand-in.c', import.meta.url))

interface StandInOptions {
  /** Its faults, as named in the stand-in's source. */
  readonly faults?: readonly string[]
  /** Struct layouts, if they differ from the release's. */
  readonly structs?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Compiles the stand-in for the engine library into a folder of its own, which the caller removes. */
export async function buildStandIn({ faults = [], structs = engineStructs }: StandInOptions = {}): Promise<{
  readonly folder: string
  readonly libraryPath: string
}> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-engine-'))
  const libraryPath = join(folder, 'libstable-diffusion.so')
  await writeFile(join(folder, 'structures.h'), structuresHeader(structs))
  const flags = [
    '-shared',
    '-fPIC',
    '-O1',
    '-Wall',
    '-Werror',
    '-I',
    folder,
    `-DFOLDER="${folder}"`,
    '-o',
    libraryPath,
    source,
  ]
  await promisify(execFile)('gcc', [...flags, ...faults.map((fault) => `-D${fault}`)])
  return { folder, libraryPath }
}

function structuresHeader(structs: NonNullable<StandInOptions['structs']>): string {
  const types = Object.entries(structs).map(([name, members]) => {
    const lines = Object.entries(members).map(([member, type]) => `  ${type} ${member};`)
    return `typedef struct {\n${lines.join('\n')}\n} ${name};`
  })
  return ['#include <stdbool.h>', '#include <stddef.h>', '#include <stdint.h>', ...types, ''].join('\n')
}

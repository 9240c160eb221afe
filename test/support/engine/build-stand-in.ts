import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { engineStructs } from '../../../src/main/engine/host/layout.ts'

const source = fileURLToPath(new URL('stand-in.c', import.meta.url))

/** Compiles the stand-in for the engine's library into a folder of its own, which the caller removes. */
export async function buildStandIn(): Promise<{ readonly folder: string; readonly libraryPath: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-engine-'))
  const libraryPath = join(folder, 'libstable-diffusion.so')
  await writeFile(join(folder, 'structures.h'), structuresHeader())
  const flags = ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-I', folder, '-o', libraryPath, source]
  await promisify(execFile)('gcc', flags)
  return { folder, libraryPath }
}

function structuresHeader(): string {
  const structs = Object.entries(engineStructs).map(([name, members]) => {
    const lines = Object.entries(members).map(([member, type]) => `  ${type} ${member};`)
    return `typedef struct {\n${lines.join('\n')}\n} ${name};`
  })
  return ['#include <stdbool.h>', '#include <stddef.h>', '#include <stdint.h>', ...structs, ''].join('\n')
}

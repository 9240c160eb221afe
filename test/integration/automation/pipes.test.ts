import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { describe, expect, it } from 'vitest'
import { startInHost } from '../../support/host/run-in-host.ts'
import { reportOf, withProgram } from '../../support/program-stage.ts'
import { commandArgs, programEnvironment } from '../../support/run-built-program.ts'
import { countStart } from '../../support/count-start.ts'

const stage = withProgram()
const { at, atelier } = stage

interface Piped {
  readonly code: number | null
  readonly bytes: Buffer
  readonly err: string
}

/** Runs a command with bytes on its standard streams. */
async function pipe(args: readonly string[], input: Uint8Array = new Uint8Array()): Promise<Piped> {
  const chunks: Buffer[] = []
  const env = programEnvironment({ home: stage.home, env: stage.services.env })
  const asked = { args, env, cwd: stage.folder, home: stage.home }
  const command = startInHost(asked, { onOut: (bytes) => chunks.push(bytes) })
  command.write(input)
  command.endInput()
  const { code, err } = await command.ended
  return { code, bytes: Buffer.concat(chunks), err }
}

/** Runs the program with bytes on real pipes. `isCutOff`: nobody reads its output. */
async function pipeToProgram(args: readonly string[], input: Uint8Array, isCutOff = false): Promise<Piped> {
  countStart()
  const env = programEnvironment({ home: stage.home, env: stage.services.env })
  const child = spawn(process.execPath, [...commandArgs, ...args], { cwd: stage.folder, env })
  const chunks: Buffer[] = []
  let err = ''
  if (isCutOff) child.stdout.destroy()
  else child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  child.stdin.end(input)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, bytes: Buffer.concat(chunks), err }
}

const pixels = (bytes: Buffer) => sharp(bytes).raw().toBuffer()

describe('standard input and output', () => {
  it('carry images through a fill, and nothing else', async () => {
    const filled = await pipeToProgram(
      ['fill', '-', '--mask', 'mask.png', '--seed', '1', '--out', '-'],
      await readFile(at('photo.png')),
    )
    expect(filled.code, filled.err).toBe(0)
    expect(await sharp(filled.bytes).metadata()).toMatchObject({ format: 'png', width: 128, height: 96 })
    expect(await readdir(join(stage.home, 'cache', 'temporary'))).toEqual([])
    const expanded = await pipe(['expand', '-', '--left', '8', '--out', '-'], filled.bytes)
    expect(await sharp(expanded.bytes).metadata()).toMatchObject({ width: 136 })
  })

  it('get the only image of a generation, and of an export', async () => {
    const args = ['a kite', '--provider', 'fake', '--seed', '3', '--size', '256x256']
    const made = await pipe(['generate', ...args, '--out', '-'])
    expect(made.code, made.err).toBe(0)
    expect(await sharp(made.bytes).metadata()).toMatchObject({ format: 'png', width: 256 })
    const [listed] = reportOf(await atelier('list', '--json')).images
    const original = await pipe(['export', listed!.id, '--out', '-'])
    expect(await pixels(original.bytes)).toEqual(await pixels(made.bytes))
    const jpeg = await pipe(['export', listed!.id, '--format', 'jpeg', '--longest', '64', '--out', '-'])
    expect(await sharp(jpeg.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 64 })
  })

  it('reject what is not one image', async () => {
    const results = [
      await pipe(['generate', 'x', '--provider', 'fake', '--n', '2', '--out', '-']),
      await pipe(['generate', 'x', '--model', 'fake/a', '--model', 'fake/b', '--out', '-']),
      await pipe(['fill', 'photo.png', '--mask', 'mask.png', '--out', '-', '--json']),
      await pipe(['fill', '-', '--mask', 'mask.png', '--out', '-'], Buffer.from('no image')),
    ]
    expect(results.map(({ code }) => code)).toEqual([2, 2, 2, 2])
    expect(results.slice(0, 2).map(({ bytes }) => bytes.length)).toEqual([0, 0])
    expect(results[3]!.bytes).toHaveLength(0)
  })

  it('may be closed by their reader', async () => {
    const args = ['fill', 'photo.png', '--mask', 'mask.png', '--seed', '1', '--out', '-']
    expect(await pipeToProgram(args, new Uint8Array(), true)).toMatchObject({ code: 0, err: '' })
  })
})

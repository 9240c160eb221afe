import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { projectRoot } from '../support/run-built-program.ts'

interface BuilderConfig {
  readonly asarUnpack: readonly string[]
  readonly mac: {
    readonly hardenedRuntime: boolean
    readonly entitlements: string
    readonly entitlementsInherit: string
  }
}

const read = (path: string) => readFile(join(projectRoot, path), 'utf8')
const config = async () => parse(await read('electron-builder.yml')) as BuilderConfig

it('allows the engine process to load third-party libraries on hardened macOS', async () => {
  const { mac } = await config()
  expect(mac.hardenedRuntime).toBe(true)
  for (const path of [mac.entitlements, mac.entitlementsInherit]) {
    const granted = (await read(path)).replaceAll(/<!--[^]*?-->/g, '')
    expect(granted).toMatch(/<key>com\.apple\.security\.cs\.disable-library-validation<\/key>\s*<true\/>/)
  }
})

it('unpacks modules that are loaded by path', async () => {
  const { asarUnpack } = await config()
  for (const name of ['koffi', '@koromix', 'sharp', '@img']) expect(asarUnpack).toContain(`**/node_modules/${name}/**`)
})

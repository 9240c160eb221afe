import { spawnSync } from 'node:child_process'
import { fstatSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  handedOverVariable,
  keysToHandOver,
  lendEnvironmentKeys,
  takeEnvironmentKeys,
  withEnvironmentKeys,
} from './environment-keys.ts'
import { environmentNameOf, keyIds } from './key-names.ts'

it('takes every key out of the environment that children inherit, and gives it to who reads keys', () => {
  const names = [...new Set(keyIds.map(environmentNameOf))]
  const keys = Object.fromEntries(names.map((name, at) => [name, `key-${at}`]))
  const env: Record<string, string | undefined> = { PATH: '/usr/bin', ...keys }
  expect(takeEnvironmentKeys(env)).toBe(true)
  expect(env).toEqual({ PATH: '/usr/bin' })
  expect(withEnvironmentKeys(env)).toEqual({ PATH: '/usr/bin', ...keys })
})

it('changes the environment of the process itself, which programs are started with', () => {
  process.env['FAL_KEY'] = 'key-of-fal'
  takeEnvironmentKeys(process.env)
  expect(seenByPrograms()).toBe('undefined')
  expect(withEnvironmentKeys(process.env)['FAL_KEY']).toBe('key-of-fal')
})

/** The key as a program sees it that is started now. */
function seenByPrograms(): string {
  const { stdout } = spawnSync(process.execPath, ['-p', 'String(process.env.FAL_KEY)'], { encoding: 'utf8' })
  return stdout.trim()
}

it('gives them back for a restart of Atelier, and only while that is started', () => {
  process.env['FAL_KEY'] = 'key-of-fal'
  takeEnvironmentKeys(process.env)
  expect(lendEnvironmentKeys(process.env, seenByPrograms)).toBe('key-of-fal')
  expect(seenByPrograms()).toBe('undefined')
  expect(() => lendEnvironmentKeys(process.env, () => JSON.parse('nothing started'))).toThrow(SyntaxError)
  expect(process.env['FAL_KEY']).toBeUndefined()
})

it('reads keys that another start has handed over in an open file, once, and nothing but keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-keys-'))
  try {
    const path = join(folder, 'keys')
    writeFileSync(path, JSON.stringify({ XAI_API_KEY: 'key-of-xai', PATH: '/elsewhere', BFL_API_KEY: 7 }))
    const file = openSync(path, 'r')
    const env = { [handedOverVariable]: String(file) }
    expect(takeEnvironmentKeys(env)).toBe(false)
    expect(env).toEqual({})
    expect(withEnvironmentKeys({})).toMatchObject({ XAI_API_KEY: 'key-of-xai' })
    expect(withEnvironmentKeys({})).not.toHaveProperty('PATH')
    expect(JSON.parse(keysToHandOver())).toMatchObject({ XAI_API_KEY: 'key-of-xai' })
    expect(() => fstatSync(file)).toThrow('EBADF')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it.each(['', 'x', '-1', '1', '99999'])('ignores %j in place of an open file', (number) => {
  const env = { [handedOverVariable]: number }
  expect(takeEnvironmentKeys(env)).toBe(false)
  expect(env).toEqual({})
})

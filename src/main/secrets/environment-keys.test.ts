import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { takeEnvironmentKeys, withEnvironmentKeys } from './environment-keys.ts'
import { environmentNameOf, keyIds } from './key-names.ts'

it('takes every key out of the environment that children inherit, and gives it to who reads keys', () => {
  const names = [...new Set(keyIds.map(environmentNameOf))]
  const keys = Object.fromEntries(names.map((name, at) => [name, `key-${at}`]))
  const env: Record<string, string | undefined> = { PATH: '/usr/bin', ...keys }
  takeEnvironmentKeys(env)
  expect(env).toEqual({ PATH: '/usr/bin' })
  expect(withEnvironmentKeys(env)).toEqual({ PATH: '/usr/bin', ...keys })
})

it('changes the environment of the process itself, which programs are started with', () => {
  process.env['FAL_KEY'] = 'key-of-fal'
  takeEnvironmentKeys(process.env)
  const seen = spawnSync(process.execPath, ['-p', 'String(process.env.FAL_KEY)'], { encoding: 'utf8' })
  expect(seen.stdout.trim()).toBe('undefined')
  expect(withEnvironmentKeys(process.env)['FAL_KEY']).toBe('key-of-fal')
})

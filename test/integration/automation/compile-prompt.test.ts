import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCommand } from '../../support/run-command.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-compile-prompt-'))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

const atelier = (...args: string[]) => runCommand(args, { home: join(folder, 'home'), cwd: folder })

it('compiles a prompt for a model, as one JSON object or as text', async () => {
  const parts = ['--base', '(cat:1.2) on a mat', '--lighting', 'golden hour', '--negative', 'blur']
  const stability = await atelier('compile-prompt', ...parts, '--for', 'stability/stable-image-core', '--json')
  expect(JSON.parse(stability.out)).toMatchObject({
    success: true,
    provider: 'stability',
    model: 'stable-image-core',
    dialect: 'weights',
    prompt: '(cat:1.2) on a mat, golden hour lighting',
    negative_prompt: 'blur',
  })
  expect(stability.code).toBe(0)
  const flux = await atelier('compile-prompt', ...parts, '--for', 'bfl/flux-pro-1.1')
  expect(flux.out).toBe('Cat on a mat, golden hour lighting. Avoid: blur.\n')
  expect(flux.err).toContain('Prompt weights removed')
})

it('lists available providers and reports unknown models', async () => {
  const unknownProvider = await atelier('compile-prompt', '--base', 'cat', '--for', 'nobody/x')
  expect(unknownProvider.code).toBe(2)
  expect(unknownProvider.err).toContain('“nobody” is not a provider. Available: openai,')
  expect((await atelier('compile-prompt', '--base', 'cat', '--for', 'bfl/x')).err).toContain('has no model “x”')
  expect((await atelier('compile-prompt', '--help')).out).toContain('--base <text>')
})

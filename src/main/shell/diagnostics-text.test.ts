import { describe, expect, it } from 'vitest'
import { settingsSchema } from '../../shared/domain/settings.ts'
import { diagnosticsText, problemsOf, type DiagnosticFacts } from './diagnostics-text.ts'

const secret = 'sk-secret-0123456789abcdef'

const facts: DiagnosticFacts = {
  version: '0.1.0',
  isPackaged: true,
  versions: { electron: '42.0.0', chrome: '150.0', node: '24.1.0' },
  system: { platform: 'linux', release: '6.1', arch: 'x64', locale: 'de' },
  processors: { model: 'Fast', count: 8 },
  memory: { totalBytes: 16e9, freeBytes: 4.25e9 },
  displays: [{ width: 1920, height: 1080, scaleFactor: 1.5 }],
  gpu: { devices: ['10de:2684'], features: { webgpu: 'enabled' } },
  library: { images: 12, freeBytes: null },
  providers: [{ id: 'openai', isEnabled: true, hasKey: true, hasOwnAddress: true, health: 'ok' }],
  engines: ['linux-vulkan'],
  settings: settingsSchema.parse({
    theme: 'light',
    modelFolders: ['/home/anna/secret-models'],
    externalEditor: '/home/anna/bin/paint',
    providers: { openai: { baseUrl: 'https://secret.example' } },
  }),
  problems: [],
}

const line = (level: string, detail: unknown) =>
  JSON.stringify({ time: '2026-11-26T12:00:00.000Z', level, event: 'job.failed', detail })

describe('diagnostics', () => {
  it('say what a report needs', () => {
    const text = diagnosticsText(facts)
    expect(text).toContain('Atelier 0.1.0\n')
    expect(text).toContain('Memory: 16.0 GB, 4.3 GB free')
    expect(text).toContain('Displays: 1920×1080 at 1.5')
    expect(text).toContain('openai: on, key set, own address, ok')
    expect(text).toContain('theme: light')
    expect(text).toContain('modelFolders: 1')
    expect(text).toMatch(/Latest problems:\n {2}none\n$/)
  })

  it('name no folder, program or address of the person', () => {
    expect(diagnosticsText(facts)).not.toMatch(/anna|secret|paint|example/)
  })

  it('go on where something cannot be read', () => {
    const text = diagnosticsText({
      ...facts,
      library: null,
      providers: null,
      engines: null,
      settings: null,
      problems: null,
    })
    expect(text.match(/not readable/g)).toHaveLength(5)
  })

  it('take nothing from the log but when, what kind and where', () => {
    const error = {
      name: 'AppError',
      code: 'storage/full',
      message: `Could not save /home/anna/cat.png with ${secret}`,
      stack: 'Error: cat.png\n    at run (/home/anna/atelier/out/main/index.js:12:345)\n    at /home/anna/x.ts:1:2',
    }
    const log = [
      line('info', { error }),
      'not a line of the logger',
      line('error', { error }),
      '{"level":"error"',
      '',
    ].join('\n')
    const [problem, ...others] = problemsOf(log)
    expect(others).toEqual([])
    expect(problem).toEqual({
      time: '2026-11-26T12:00:00.000Z',
      level: 'error',
      event: 'job.failed',
      code: 'storage/full',
      places: ['index.js:12:345', 'x.ts:1:2'],
    })
    expect(diagnosticsText({ ...facts, problems: problemsOf(log) })).not.toMatch(/anna|cat|secret/)
  })

  it('keep the newest problems', () => {
    const lines = Array.from({ length: 90 }, (_, at) => JSON.stringify({ time: String(at), level: 'warn', event: 'e' }))
    const problems = problemsOf(lines.join('\n'))
    expect(problems).toHaveLength(40)
    expect(problems.at(-1)?.time).toBe('89')
  })
})

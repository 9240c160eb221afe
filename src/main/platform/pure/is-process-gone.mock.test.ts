import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'

const dayMs = 86_400_000
const system = vi.hoisted(() => ({ uptimeSeconds: 30 * 86_400 }))
vi.mock('node:os', () => ({ uptime: () => system.uptimeSeconds }))

const { isProcessGone, mayStillRun } = await import('./is-process-gone.ts')

/** Above the largest process id of any system. */
const nobody = 4_194_305

afterEach(() => {
  system.uptimeSeconds = 30 * 86_400
})

describe('mayStillRun', () => {
  it('is so of a program that has been open for days', () => {
    expect(mayStillRun(process.pid, Date.now() - 3 * dayMs)).toBe(true)
  })

  it('is not so of one that is not there, or that was there before the computer started', () => {
    expect(mayStillRun(nobody, Date.now())).toBe(false)
    system.uptimeSeconds = 86_400
    expect(mayStillRun(process.pid, Date.now() - 3 * dayMs)).toBe(false)
  })
})

describe('a process that has ended', () => {
  it('does not run, though nobody has asked yet how it ended', async () => {
    // Only Linux reports it.
    if (process.platform !== 'linux') return
    // `sleep` replaces the shell and never reaps its child; the shell itself might, so the child lives until then.
    const parent = spawn('sh', ['-c', '(until grep -q sleep /proc/$$/comm; do :; done) & echo $!; exec sleep 30'])
    try {
      const [line] = (await once(parent.stdout, 'data')) as [Buffer]
      const pid = Number(line.toString())
      await vi.waitFor(() => expect(mayStillRun(pid, Date.now())).toBe(false))
      expect(process.kill(pid, 0)).toBe(true)
    } finally {
      parent.kill()
    }
  })
})

describe('isProcessGone', () => {
  it('takes whoever has done nothing for a day for gone', () => {
    expect(isProcessGone(process.pid, Date.now() - 3 * dayMs)).toBe(true)
    expect(isProcessGone(process.pid, Date.now() - dayMs / 2)).toBe(false)
    expect(isProcessGone(nobody, Date.now())).toBe(true)
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'

const dayMs = 86_400_000
const system = vi.hoisted(() => ({ uptimeSeconds: 30 * 86_400 }))
vi.mock('node:os', () => ({ uptime: () => system.uptimeSeconds }))

const { isProcessGone, mayStillRun } = await import('./is-process-gone.ts')

/** Above the largest process id of any system. */
const unusedPid = 4_194_305

afterEach(() => {
  system.uptimeSeconds = 30 * 86_400
})

describe('mayStillRun', () => {
  it('is true for a program that has been running for days', () => {
    expect(mayStillRun(process.pid, Date.now() - 3 * dayMs)).toBe(true)
  })

  it('is false for a missing process and for one from before the computer started', () => {
    expect(mayStillRun(unusedPid, Date.now())).toBe(false)
    system.uptimeSeconds = 86_400
    expect(mayStillRun(process.pid, Date.now() - 3 * dayMs)).toBe(false)
  })
})

describe('a zombie process', () => {
  it('does not count as running', async () => {
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
  it('is true for a process without activity for a day', () => {
    expect(isProcessGone(process.pid, Date.now() - 3 * dayMs)).toBe(true)
    expect(isProcessGone(process.pid, Date.now() - dayMs / 2)).toBe(false)
    expect(isProcessGone(unusedPid, Date.now())).toBe(true)
  })
})

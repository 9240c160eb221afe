import { describe, expect, it } from 'vitest'
import { ByteBudget } from './byte-budget.ts'

interface Task {
  readonly done: Promise<void>
  hasStarted: boolean
  finish(): void
}

function task(budget: ByteBudget, bytes: number, signal?: AbortSignal): Task {
  const { promise, resolve } = Promise.withResolvers<void>()
  const created: Task = {
    hasStarted: false,
    finish: resolve,
    done: budget.run(bytes, signal, () => {
      created.hasStarted = true
      return promise
    }),
  }
  return created
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('ByteBudget', () => {
  it('runs tasks that fit at the same time and holds back the rest', async () => {
    const budget = new ByteBudget(100)
    const tasks = [task(budget, 60), task(budget, 40), task(budget, 10)]
    await settle()
    expect(tasks.map((one) => one.hasStarted)).toEqual([true, true, false])
    tasks[1]!.finish()
    await settle()
    expect(tasks[2]!.hasStarted).toBe(true)
    for (const one of tasks) one.finish()
    await Promise.all(tasks.map((one) => one.done))
    expect(budget.usedBytes).toBe(0)
  })

  it('does not let a small task overtake a waiting large one', async () => {
    const budget = new ByteBudget(100)
    const first = task(budget, 60)
    const large = task(budget, 90)
    const small = task(budget, 10)
    await settle()
    expect([large.hasStarted, small.hasStarted]).toEqual([false, false])
    first.finish()
    await settle()
    expect([large.hasStarted, small.hasStarted]).toEqual([true, true])
    large.finish()
    small.finish()
    await Promise.all([large.done, small.done])
  })

  it('runs a task larger than the budget alone', async () => {
    const budget = new ByteBudget(100)
    const huge = task(budget, 5_000)
    const next = task(budget, 1)
    await settle()
    expect([huge.hasStarted, next.hasStarted]).toEqual([true, false])
    huge.finish()
    await settle()
    expect(next.hasStarted).toBe(true)
    next.finish()
    await next.done
  })

  it('releases the bytes of a failed task', async () => {
    const budget = new ByteBudget(100)
    await expect(budget.run(100, undefined, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(budget.usedBytes).toBe(0)
  })

  it('lets a waiting task be canceled and the tasks behind it proceed', async () => {
    const budget = new ByteBudget(100)
    const first = task(budget, 60)
    const stop = new AbortController()
    const waiting = task(budget, 90, stop.signal)
    const behind = task(budget, 10)
    await settle()
    stop.abort()
    await expect(waiting.done).rejects.toMatchObject({ code: 'request/cancelled' })
    await settle()
    expect([waiting.hasStarted, behind.hasStarted]).toEqual([false, true])
    first.finish()
    behind.finish()
    await Promise.all([first.done, behind.done])
    expect(budget.usedBytes).toBe(0)
  })
})

import { expect, it, vi } from 'vitest'
import { lazy, lazyService } from './lazy.ts'

interface Painter {
  paint(color: string): Promise<string>
  fail(): Promise<never>
  onChanged(listener: () => void): () => void
}

function stage() {
  const painter: Painter = {
    paint: async (color) => `a ${color} kite`,
    fail: async () => {
      throw new TypeError('no paint')
    },
    onChanged: () => () => undefined,
  }
  const load = vi.fn(async () => painter)
  const own = { onChanged: vi.fn(() => () => undefined) }
  const loaded = lazy<Painter>(load)
  return { load, loaded, own, service: lazyService<Painter, 'onChanged'>(loaded, own) }
}

it('loads with the first call, once, and passes on arguments, results and errors', async () => {
  const { load, service } = stage()
  expect(load).not.toHaveBeenCalled()
  expect(await Promise.all([service.paint('red'), service.paint('blue')])).toEqual(['a red kite', 'a blue kite'])
  await expect(service.fail()).rejects.toThrow('no paint')
  expect(load).toHaveBeenCalledTimes(1)
})

it('tells what was asked for, without loading it; what failed was not', async () => {
  const { load, loaded } = stage()
  expect(loaded.started()).toBeNull()
  expect(load).not.toHaveBeenCalled()
  load.mockRejectedValueOnce(new TypeError('no disk'))
  const failing = loaded()
  expect(loaded.started()).toBe(failing)
  await expect(failing).rejects.toThrow('no disk')
  expect(loaded.started()).toBeNull()
  const again = loaded()
  expect(loaded.started()).toBe(again)
})

it('answers its own methods without loading', () => {
  const { load, own, service } = stage()
  service.onChanged(() => undefined)
  expect(own.onChanged).toHaveBeenCalledTimes(1)
  expect(load).not.toHaveBeenCalled()
})

it('can be awaited itself, and loads again after a failure', async () => {
  const { load, service } = stage()
  load.mockRejectedValueOnce(new TypeError('no disk'))
  const awaited = await Promise.resolve(service)
  await expect(awaited.paint('red')).rejects.toThrow('no disk')
  expect(await awaited.paint('red')).toBe('a red kite')
  expect(load).toHaveBeenCalledTimes(2)
})

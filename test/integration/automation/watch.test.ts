import { appendFile, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { reportOf, withProgram } from '../../support/program-stage.ts'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'
import { photoPng } from '../../support/small-images.ts'

const stage = withProgram()
const { at, atelier } = stage

const edit = { provider: 'openai', model: 'gpt-image-2', size: '1024x1024', quality: 'draft' }

beforeAll(async () => {
  const paid = { tool: 'image_variations', parameters: { input_image: 'any.png', ...edit } }
  await writeFile(at('paid.json'), JSON.stringify(paid))
  const free = { tool: 'expand_image', parameters: { left: 8, seed: 1 } }
  await writeFile(at('free.json'), JSON.stringify(free))
})

const submissions = () => stage.services.server('openai').submissions().length
const photo = (px: number) => photoPng({ widthPx: px, heightPx: 96 })
const watchedOf = (result: ProgramResult) =>
  reportOf(result)['watched'] as { cost: number; images: { name: string; state: string; error_code: string | null }[] }

describe('watch', () => {
  it('runs a recipe on each image once, by content', async () => {
    await mkdir(at('inbox', 'sub'), { recursive: true })
    await writeFile(at('inbox', 'a.png'), photo(100))
    await writeFile(at('inbox', 'sub', 'b.png'), photo(110))
    await copyFile(at('inbox', 'a.png'), at('inbox', 'same.png'))
    await writeFile(at('inbox', 'notes.txt'), 'no image')
    const args = ['watch', 'inbox', '--recipe', 'paid.json', '--out', 'results', '--once', '--json']
    const before = submissions()
    const first = await atelier(...args)
    expect(first.code, first.err).toBe(0)
    expect(watchedOf(first).images).toHaveLength(2)
    expect(submissions()).toBe(before + 2)
    expect(await readdir(at('results'))).toHaveLength(2)
    await writeFile(at('inbox', 'c.png'), photo(120))
    const second = await atelier(...args)
    expect(watchedOf(second).images.map(({ name }) => name)).toEqual(['c.png'])
    expect(submissions()).toBe(before + 3)
  })

  it('stops at the limit', async () => {
    await mkdir(at('dear'))
    for (const px of [200, 210, 220]) await writeFile(at('dear', `${px}.png`), photo(px))
    const before = submissions()
    const result = await atelier('watch', 'dear', '--recipe', 'paid.json', '--once', '--max-cost-usd', '0.05', '--json')
    expect(result.code).toBe(4)
    const { cost } = watchedOf(result)
    expect(cost).toBeGreaterThan(0)
    expect(reportOf(result)).toMatchObject({ error_code: 'money/over-cap', cost })
    const sent = submissions() - before
    expect(sent).toBeLessThan(3)
    expect(watchedOf(result).images.filter(({ state }) => state === 'done')).toHaveLength(sent)
  })

  it('takes images as they appear, once they are complete, until it is interrupted', async () => {
    await mkdir(at('live'))
    const bytes = photo(130)
    const half = Math.floor(bytes.length / 2)
    const { home, folder } = stage
    const args = ['watch', 'live', '--recipe', 'free.json', '--out', 'live-results', '--json']
    const stop = Promise.withResolvers<() => void>()
    let isStarted = false
    const result = await runCommand(args, {
      home,
      cwd: folder,
      onStarted: stop.resolve,
      onSaid(text) {
        if (text.includes('Watching') && !isStarted) {
          isStarted = true
          // A pause in which the file is taken for complete; an image can be made of its half.
          void writeFile(at('live', 'half.png'), bytes.subarray(0, half))
            .then(() => wait(3_000))
            .then(() => appendFile(at('live', 'half.png'), bytes.subarray(half)))
        }
        if (text.includes('half.png: done')) void stop.promise.then((interrupt) => interrupt())
      },
    })
    expect(result.code).toBe(5)
    expect(watchedOf(result).images).toEqual([expect.objectContaining({ name: 'half.png', state: 'done' })])
    expect(await readdir(at('live-results'))).toHaveLength(1)
    expect(reportOf(await atelier('search', 'is:damaged', '--json')).images).toEqual([])
  })

  it('rejects what would go on forever or cannot work', async () => {
    await mkdir(at('loop'))
    await writeFile(at('text.json'), JSON.stringify({ tool: 'generate_image', parameters: { prompt: 'x' } }))
    const results = [
      await atelier('watch', 'loop', '--recipe', 'free.json', '--out', 'loop/results', '--once'),
      await atelier('watch', 'loop', '--recipe', 'text.json', '--once'),
      await atelier('watch', 'missing', '--recipe', 'free.json', '--once'),
      await atelier('watch', '.', '--recipe', 'free.json', '--once'),
    ]
    expect(results.map(({ code }) => code)).toEqual([2, 2, 2, 2])
    expect(results[0]!.err).toContain('--out')
    expect(results[1]!.err).toContain('input_image')
  })
})

import { writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { reportOf, withProgram } from '../../support/program-stage.ts'
import { smallPng } from '../../support/small-images.ts'

const stage = withProgram()
const { at, atelier } = stage

const sent = (id: 'bfl' | 'openai') => stage.services.server(id).submissions()

/** The prompt of a request to OpenAI, and how many images went with it. */
function sentToOpenAi(index: number) {
  const { form } = sent('openai')[index]!
  const images = form.filter(({ name }) => name.startsWith('image')).length
  return { images, prompt: form.find(({ name }) => name === 'prompt')!.value }
}

async function edit(...args: string[]): Promise<string> {
  const report = reportOf(await atelier('edit', ...args, '--json'))
  expect(report).toMatchObject({ success: true })
  return report.images[0]!.id
}

let last = ''

beforeAll(() => writeFile(at('start.png'), smallPng(1, 1_024, 1_024)))

describe('edit --continue', () => {
  it('goes on in words from a file, then from its results by ID', async () => {
    const first = await edit('start.png', 'warmer light, a red hat', '--continue', '--provider', 'openai')
    expect(sentToOpenAi(0)).toEqual({ images: 1, prompt: 'warmer light, a red hat' })

    const second = await edit(first, 'make the hat blue', '--continue', '--provider', 'openai')
    const { images, prompt } = sentToOpenAi(1)
    expect(images).toBe(2)
    expect(prompt).toMatch(
      /^make the hat blue\n\nStill applies from before: warmer light\.\n\nImage 2 shows how this began/,
    )

    last = await edit(second, 'cooler light', '--continue', '--model', 'bfl/flux-kontext-pro')
    expect(sent('bfl')[0]!.json).toMatchObject({
      prompt: 'cooler light\n\nStill applies from before: make the hat blue.',
    })
  })

  it('is an edit as any other without the option', async () => {
    await edit(last, 'snow', '--model', 'bfl/flux-kontext-pro')
    expect(sent('bfl')[1]!.json).toMatchObject({ prompt: 'snow' })
  })

  it('is in the recipe, which repeats the step', async () => {
    const { out } = await atelier('recipe', last)
    expect(out).toContain('"continue": true')
    expect(out).toContain('"prompt": "cooler light"')
  })

  it('does not go on with a model that takes no images, and says so', async () => {
    const { code, err } = await atelier('edit', last, 'fog', '--continue', '--model', 'bfl/flux-pro-1.1-ultra')
    expect(code).not.toBe(0)
    expect(err).toMatch(/cannot edit images|does not accept images/)
    expect(sent('bfl')).toHaveLength(2)
  })
})

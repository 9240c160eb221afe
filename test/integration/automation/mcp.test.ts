import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installTinyModels } from '../../support/install-tiny-models.ts'
import { imageOf, McpStage, type McpClient } from '../../support/mcp-stage.ts'
import { maskPng } from '../../support/small-images.ts'

let stage: McpStage
let client: McpClient
const photo = () => stage.at('photos', 'photo.png')
/** A red disk on blue, which the tiny model takes for a subject. */
const disk = () => stage.at('photos', 'disk.png')
const mask = () => stage.at('photos', 'mask.png')
const openai = { provider: 'openai', model: 'gpt-image-2', size: '1024x1024', quality: 'draft' }

beforeAll(async () => {
  stage = await McpStage.open()
  await installTinyModels(stage)
  client = await stage.connect()
})
afterAll(() => stage.close())

function pixels(result: Record<string, unknown>): Promise<Buffer> {
  return sharp(imageOf(result).path).raw().toBuffer()
}

const sent = () => stage.services.server('openai').submissions().length

function pathOf({ files }: Record<string, unknown>): string {
  return (files as { path: string }[])[0]!.path
}

describe('every tool does its work', () => {
  it('generate_image makes images of the fake provider, free, with preview, link and mark', async () => {
    const { result, content } = await client.call('generate_image', { prompt: 'a kite', provider: 'fake', n: 2 })
    expect(result).toMatchObject({ success: true, provider: 'fake', cost: 0, error: null })
    expect(result['images']).toHaveLength(2)
    const { id, path } = imageOf(result)
    expect((await stat(path)).size).toBeGreaterThan(1_000)
    expect(content.filter(({ type }) => type === 'image')).toHaveLength(2)
    const link = content.find(({ type }) => type === 'resource_link')
    const { contents } = await client.client.readResource({ uri: String(link!['uri']) })
    expect(Buffer.from((contents[0] as { blob: string }).blob, 'base64').equals(await readFile(path))).toBe(true)
    const recipe = await client.client.readResource({ uri: `atelier://recipe/${id}` })
    const { prompt, agent } = JSON.parse((recipe.contents[0] as { text: string }).text) as Record<string, unknown>
    expect({ prompt, agent }).toEqual({ prompt: 'a kite', agent: 'Trial' })
  })

  it('generate_image pays once, and the ledger says that an agent did', async () => {
    const before = stage.services.server('openai').submissions().length
    const estimate = await client.done('generate_image', { prompt: 'a kite', ...openai, estimate_only: true })
    expect(estimate).toMatchObject({ outcome: 'not sent', cost_estimate: 0.006, images: [] })
    expect(stage.services.server('openai').submissions()).toHaveLength(before)
    expect(await client.done('generate_image', { prompt: 'a kite', ...openai })).toMatchObject({ billed: 'yes' })
    expect(stage.services.server('openai').submissions()).toHaveLength(before + 1)
    const { attempts, today } = await client.done('ledger', { limit: 1 })
    expect(attempts).toMatchObject([{ provider: 'openai', started_by: 'agent', billed: 'yes' }])
    expect(today).toMatchObject({ usd: expect.any(Number) })
  })

  it('make_grid makes every combination once, within the price, and writes the labelled image', async () => {
    const before = sent()
    const asked = {
      name: 'Kites',
      parameters: { prompt: 'a red kite', ...openai },
      x: { vary: 'prompt', find: 'red', values: ['red', 'blue'] },
      y: { vary: 'seed', values: '1-2' },
      output: 'kites.png',
      cell_px: 128,
    }
    const estimate = await client.done('make_grid', { ...asked, estimate_only: true })
    expect(estimate).toMatchObject({ success: true, grid: { id: null, cost_estimate: 0.024, cells: [] }, path: null })
    expect(await client.failure('make_grid', { ...asked, max_cost_usd: 0.02 })).toMatch(/^money\/over-cap/)
    const elsewhere = { ...asked, output: '/elsewhere/kites.png' }
    expect(await client.failure('make_grid', elsewhere)).toContain('not in the output')
    expect(await client.failure('make_grid', { ...asked, x: { ...asked.x, find: 'pink' } })).toContain('“pink” is not')
    expect(sent()).toBe(before)

    const { result, content } = await client.call('make_grid', { ...asked, max_cost_usd: 0.1 })
    expect(result).toMatchObject({ success: true, error: null, grid: { name: 'Kites' } })
    expect(sent()).toBe(before + 4)
    const { cells } = result['grid'] as { cells: { position: string[]; state: string; image: string }[] }
    expect(cells.map(({ position, state }) => [...position, state].join(' '))).toEqual([
      'red 1 done',
      'blue 1 done',
      'red 2 done',
      'blue 2 done',
    ])
    expect(content.filter(({ type }) => type === 'image')).toHaveLength(4)
    expect((await sharp(String(result['path'])).metadata()).width).toBeGreaterThan(2 * 128)
    const recipe = await client.client.readResource({ uri: `atelier://recipe/${cells[1]!.image}` })
    expect(JSON.parse((recipe.contents[0] as { text: string }).text)).toMatchObject({
      prompt: 'a blue kite',
      agent: 'Trial',
    })
    // Nothing is overwritten, which is said before anything is paid for.
    expect(await client.failure('make_grid', asked)).toMatch(/^storage\/exists/)
    expect(sent()).toBe(before + 4)
  })

  it('edit_image changes nothing outside the mask', async () => {
    const input = { input_image: photo(), mask_image: mask(), prompt: 'a red door', provider: 'fake' }
    const result = await client.done('edit_image', input)
    expect(result).toMatchObject({ success: true, changed_outside: 0 })
    expect(result['changed_inside']).toBeGreaterThan(0)
    const edited = await client.done('get_image', { id: imageOf(result).id })
    expect(edited['made_from']).toHaveLength(1)
    const { tool, parameters } = edited['repeat'] as { tool: string; parameters: Record<string, unknown> }
    expect(tool).toBe('edit_image')
    const again = await client.done(tool, parameters)
    const both = { first: imageOf(result).id, second: imageOf(again).id }
    expect(await client.done('compare_images', both)).toMatchObject({ changed_pixels: 0 })
  })

  it('edit_image blends as it is told, where there is something to blend', async () => {
    const input = { input_image: photo(), mask_image: mask(), prompt: 'a red door', provider: 'fake', seed: 3 }
    const blend = { match: 0, soften: 0, offset_x: 3 }
    const result = await client.done('edit_image', { ...input, box: [0, 0, 128, 96], blend })
    expect(result).toMatchObject({ changed_outside: 0 })
    const { recipe } = await client.done('get_image', { id: imageOf(result).id })
    expect(recipe).toMatchObject({ edit: { blend: { match: 0, softenPx: 0, offsetXPx: 3, offsetYPx: 0 } } })
    const { mask_image: _mask, ...whole } = input
    for (const part of [{ blend }, { box: [0, 0, 64, 64] }])
      expect(await client.failure('edit_image', { ...whole, ...part })).toContain('mask_image or frame')
    expect(await client.failure('edit_image', { ...input, blend: { matching: 1 } })).toContain('matching')
  })

  it('a control image needs a model that takes one, and a model that makes its map', async () => {
    const asked = { prompt: 'a dancer', provider: 'fake' }
    expect(await client.failure('generate_image', { ...asked, control: { image: photo() } })).toContain('control_nets')
    const pose = { image: photo(), preprocessor: 'pose', net: 'openpose' }
    expect(await client.failure('generate_image', { ...asked, control: pose })).toContain('rtmo-s')
  })

  it('edit_image outpaints by a frame', async () => {
    const frame = { left: 32, right: 32 }
    const result = await client.done('edit_image', { input_image: photo(), frame, prompt: 'a field', provider: 'fake' })
    expect(result['images']).toMatchObject([{ width: 192, height: 96 }])
  })

  it('image_variations makes siblings', async () => {
    const result = await client.done('image_variations', { input_image: photo(), provider: 'fake', n: 2 })
    expect(result['images']).toHaveLength(2)
  })

  it('fill_image fills from the surroundings, reproducibly', async () => {
    const fill = { input_image: photo(), mask_image: mask(), seed: 7 }
    const [first, second] = [await client.done('fill_image', fill), await client.done('fill_image', fill)]
    expect(first).toMatchObject({ success: true, cost: 0, changed_outside: 0 })
    expect((await pixels(first)).equals(await pixels(second))).toBe(true)
    const { recipe } = await client.done('get_image', { id: imageOf(first).id })
    expect(recipe).toMatchObject({ operation: 'fill', agent: 'Trial' })
  })

  it('fill_image copies only from the sampled area, with its own color matching', async () => {
    const fill = { input_image: photo(), mask_image: mask(), seed: 7 }
    const left = maskPng({ widthPx: 128, heightPx: 96 }, { x: 0, y: 0, widthPx: 40, heightPx: 96 })
    const sampled = `data:image/png;base64,${Buffer.from(left).toString('base64')}`
    const filled = await client.done('fill_image', { ...fill, sampling_image: sampled, color_adaptation: 1 })
    const { recipe } = await client.done('get_image', { id: imageOf(filled).id })
    expect(recipe).toMatchObject({ sampling: 'painted', colourAdaptation: 1 })
    expect(await client.failure('fill_image', { ...fill, model: 'lama', color_adaptation: 1 })).toContain('leave out')
  })

  it('expand_image adds a border, by sides or by aspect ratio', async () => {
    const sides = await client.done('expand_image', { input_image: photo(), left: 10, bottom: 6 })
    expect(sides['images']).toMatchObject([{ width: 138, height: 102 }])
    const wide = await client.done('expand_image', { input_image: photo(), aspect_ratio: '16:9' })
    expect(wide['images']).toMatchObject([{ height: 96, width: 171 }])
    expect(await client.failure('expand_image', { input_image: photo() })).toContain('at least one side')
  })

  it('upscale_image enlarges', async () => {
    const result = await client.done('upscale_image', { input_image: photo() })
    expect(result['images']).toMatchObject([{ width: 512, height: 384 }])
  })

  it('remove_background cuts out, replaces or gives the mask', async () => {
    const cutout = await client.done('remove_background', { input_image: disk(), output_format: 'url' })
    expect(cutout).toMatchObject({ provider: 'local-vision', model: 'tiny-modnet', cost: 0, mask_path: null })
    expect(cutout['images']).toMatchObject([{ width: 128, height: 96, url: expect.stringContaining('file://') }])
    expect((await sharp(imageOf(cutout).path).metadata()).hasAlpha).toBe(true)
    const { recipe, repeat } = await client.done('get_image', { id: imageOf(cutout).id })
    expect(recipe).toMatchObject({ operation: 'cutout', agent: 'Trial' })
    const { tool, parameters } = repeat as { tool: string; parameters: Record<string, unknown> }
    const again = await client.done(tool, parameters)
    expect((await pixels(again)).equals(await pixels(cutout))).toBe(true)
    for (const behind of [{ color: '#FFFFFF' }, { blur: 2 }, { background_image: imageOf(cutout).id }]) {
      const replaced = await client.done('remove_background', { input_image: disk(), ...behind })
      expect((await sharp(imageOf(replaced).path).metadata()).hasAlpha).toBe(false)
    }
    const masked = await client.done('remove_background', { input_image: disk(), only_mask: true })
    expect(masked).toMatchObject({ success: true, images: [] })
    expect(String(masked['mask_path'])).toContain(stage.at('out'))
    expect(await sharp(String(masked['mask_path'])).metadata()).toMatchObject({ width: 128, height: 96 })
    for (const wrong of [
      { color: '#ffffff', blur: 2 },
      { only_mask: true, blur: 2 },
    ])
      expect(await client.failure('remove_background', { input_image: photo(), ...wrong })).toContain('only one')
  })

  it('select_object makes a mask, by a point and by words, that fill_image takes', async () => {
    const byPoint = await client.done('select_object', { input_image: photo(), points: [[60, 40]] })
    expect(byPoint).toMatchObject({ width: 128, height: 96, model: 'tiny-sam' })
    expect(String(byPoint['mask_path'])).toContain(stage.at('out'))
    expect(await sharp(String(byPoint['mask_path'])).metadata()).toMatchObject({ width: 128, height: 96 })
    const filled = await client.call('fill_image', { input_image: photo(), mask_image: byPoint['mask_path'] })
    expect(filled.text).toMatch(/success|fill\//)
    expect(await client.failure('select_object', { input_image: photo(), points: [[500, 1]] })).toContain('128 × 96')
    expect(await client.failure('select_object', { input_image: photo() })).toContain('points, a box, or words')
  })

  it('prompt_compiler composes, for a model or in a dialect', async () => {
    const parts = { base_prompt: 'cat', style: 'photorealistic', mood: 'peaceful', lighting: 'golden hour' }
    const sentence = await client.done('prompt_compiler', parts)
    expect(sentence['prompt']).toContain('golden hour')
    const tags = await client.done('prompt_compiler', { ...parts, dialect: 'tags' })
    expect(tags).toMatchObject({ dialect: 'tags' })
    expect(await client.done('prompt_compiler', { ...parts, model: 'openai/gpt-image-2' })).toMatchObject({
      dialect: 'sentence',
    })
  })

  it('describe_image says what a file shows, and keeps it with an image of the library', async () => {
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#f00' } })
      .png()
      .toFile(stage.at('photos', 'ruby.png'))
    const { total } = await client.done('search_library', {})
    const input = { input_image: stage.at('photos', 'ruby.png') }
    const described = await client.done('describe_image', input)
    expect(described).toMatchObject({ model: 'tiny-florence', caption: 'a red image', tags: expect.any(Array) })
    const tags = await client.done('describe_image', { ...input, parts: ['tags'] })
    expect(tags).toMatchObject({ caption: null, description: null, tags: described['tags'] })
    expect((await client.done('search_library', {}))['total']).toBe(total)
    const small = maskPng({ widthPx: 64, heightPx: 48 }, { x: 20, y: 20, widthPx: 8, heightPx: 8 })
    const { id } = imageOf(
      await client.done('fill_image', {
        ...input,
        mask_image: `data:image/png;base64,${Buffer.from(small).toString('base64')}`,
      }),
    )
    await client.done('describe_image', { input_image: id })
    const found = await client.done('search_library', { query: 'has:description' })
    expect(found['images']).toMatchObject([{ id }])
  })

  it('clip_embeddings gives unit vectors of images and texts', async () => {
    const image = await client.done('clip_embeddings', { image_path: photo() })
    const text = await client.done('clip_embeddings', { text: 'red' })
    for (const { vector, dimension, model } of [image, text] as {
      vector: number[]
      dimension: number
      model: string
    }[]) {
      expect(vector).toHaveLength(dimension)
      expect(Math.hypot(...vector)).toBeCloseTo(1, 4)
      expect(model).toBe(image['model'])
    }
    expect(await client.failure('clip_embeddings', {})).toContain('image_path or text')
  })

  it('organize_images rates, tags and collects, and never removes', async () => {
    const { id } = imageOf(await client.done('search_library', { limit: 1 }))
    const change = { rating: 4, flag: 'pick', label: 'green', add_tags: ['from agent'], add_to: 'Agent picks' }
    expect(await client.done('organize_images', { ids: [id], ...change })).toMatchObject({
      images: [{ id, rating: 4, flag: 'pick', label: 'green', tags: ['from agent'] }],
    })
    const found = await client.done('search_library', { query: 'tag:"from agent" collection:"Agent picks"' })
    expect(found).toMatchObject({ total: 1, images: [{ id, rating: 4 }] })
    await client.done('organize_images', { ids: [id], label: 'none', take_from: 'agent picks' })
    expect(await client.done('search_library', { query: 'collection:"Agent picks"' })).toMatchObject({ total: 0 })
    expect(await client.failure('organize_images', { ids: [id] })).toContain('Nothing to change')
  })

  it('search_library and get_image find what is there', async () => {
    const found = await client.done('search_library', { query: 'kite', limit: 1 })
    expect(found['total']).toBeGreaterThan(1)
    expect(found['images']).toMatchObject([{ prompt: 'a kite' }])
    const paged = await client.done('search_library', { query: 'kite', limit: 1, offset: 1 })
    expect(imageOf(paged).id).not.toBe(imageOf(found).id)
    const like = await client.done('search_library', { like: photo(), limit: 3 })
    expect(like['images']).toBeInstanceOf(Array)
    expect(await client.failure('search_library', { looks: 'a', like: photo() })).toContain('not both')
    expect(await client.done('get_image', { id: imageOf(found).id })).toMatchObject({
      repeat: { tool: 'generate_image', parameters: { prompt: 'a kite' } },
      recipe: { operation: 'generate', prompt: 'a kite' },
      is_in_trash: false,
    })
  })

  it('compare_images measures', async () => {
    const same = await client.done('compare_images', { first: photo(), second: photo() })
    expect(same).toMatchObject({ changed_box: null, changed_pixels: 0, max_difference: 0, ssim: 1, pixels: 128 * 96 })
    const filled = imageOf(await client.done('fill_image', { input_image: photo(), mask_image: mask(), seed: 7 })).id
    const other = await client.done('compare_images', { first: photo(), second: filled })
    expect(other['changed_pixels']).toBeGreaterThan(0)
    expect(other['changed_pixels']).toBeLessThanOrEqual(24 * 20)
    const [x, y, width, height] = other['changed_box'] as [number, number, number, number]
    expect(x >= 48 && y >= 32 && x + width <= 72 && y + height <= 52).toBe(true)
  })

  it('tools that only look import nothing and leave no files', async () => {
    const fresh = await sharp({ create: { width: 90, height: 70, channels: 3, background: '#3a7' } })
      .png()
      .toBuffer()
    await writeFile(stage.at('photos', 'fresh.png'), fresh)
    const path = stage.at('photos', 'fresh.png')
    const address = `data:image/png;base64,${fresh.toString('base64')}`
    const { total } = await client.done('search_library', {})
    for (const image of [path, address]) {
      const { vector } = await client.done('clip_embeddings', { image_path: image })
      expect(vector).toEqual((await client.done('clip_embeddings', { image_path: path }))['vector'])
      await client.done('search_library', { like: image })
      const compared = await client.done('compare_images', { first: image, second: path })
      expect(compared).toMatchObject({ changed_pixels: 0, width: 90, height: 70 })
      await client.done('select_object', { input_image: image, points: [[20, 20]] })
    }
    expect((await client.done('search_library', {}))['total']).toBe(total)
    expect(await readdir(stage.at('home', 'cache', 'temporary'))).toEqual([])
    expect(await client.failure('compare_images', { first: stage.at('secret', 'photo.png'), second: path })).toContain(
      'not in an allowed folder',
    )
    expect(await client.failure('clip_embeddings', { image_path: 'data:image/png;base64,AAAA' })).toMatch(/^media\//)
  })

  it('export_image writes into the output folder, and overwrites nothing', async () => {
    // As many clients send it: numbers as texts, absent parameters as null, choices in capitals.
    const { id } = imageOf(await client.done('search_library', { limit: '1', query: null }))
    const wanted = { ids: [id], folder: 'for-web', format: 'WEBP', longest_side: '64' }
    const [first, second] = [await client.done('export_image', wanted), await client.done('export_image', wanted)]
    expect(pathOf(first)).toContain(stage.at('out', 'for-web'))
    expect(pathOf(second)).not.toBe(pathOf(first))
    const { format, width, height } = await sharp(pathOf(first)).metadata()
    expect({ format, longest: Math.max(width, height) }).toEqual({ format: 'webp', longest: 64 })
  })

  it('list_providers and list_models say what can be used, without keys', async () => {
    const { providers } = await client.done('list_providers', { only_ready: true })
    const ids = (providers as { id: string }[]).map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['openai', 'fake']))
    expect(ids).not.toContain('bfl')
    const { models } = await client.done('list_models', { provider: 'openai' })
    expect((models as { id: string }[]).map(({ id }) => id)).toContain('gpt-image-2')
    // What each is worth in the user's own work.
    const worth = models as { value: { images: number; standing: string } | null; suggested_for: string[] }[]
    expect(worth.find(({ value }) => value !== null)?.value).toMatchObject({ standing: 'few-data', rating: null })
    expect(worth.some(({ value }) => value === null)).toBe(true)
    expect(worth.flatMap((each) => each.suggested_for)).toEqual([])
    expect(JSON.stringify([providers, models])).not.toContain(stage.services.goodKey('openai'))
  })
})

describe('the protocol', () => {
  it('lists every tool with schemas, hints and an example', async () => {
    const { tools } = await client.client.listTools()
    expect(tools).toHaveLength(22)
    for (const { name, description, inputSchema, outputSchema, annotations } of tools) {
      expect(name).toMatch(/^[a-z_]+$/)
      expect(description).toContain('Example: {')
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false })
      expect(outputSchema).toMatchObject({ type: 'object' })
      expect(annotations).toMatchObject({ destructiveHint: false })
    }
  })

  it('lists images, recipes and collections as resources', async () => {
    const { resources } = await client.client.listResources()
    expect(resources.some(({ uri }) => uri.startsWith('atelier://image/'))).toBe(true)
    const { contents } = await client.client.readResource({ uri: 'atelier://collections' })
    expect(JSON.parse((contents[0] as { text: string }).text)).toEqual([
      { id: expect.any(String), kind: 'manual', name: 'Agent picks' },
    ])
    for (const uri of [
      'atelier://image/none',
      'atelier://recipe/../../x',
      'atelier://collection/1',
      'file:///etc/passwd',
    ]) {
      await expect(client.client.readResource({ uri })).rejects.toThrow(/not found/i)
    }
  })

  it('offers prompts', async () => {
    const { prompts } = await client.client.listPrompts()
    expect(prompts.map(({ name }) => name)).toEqual(['restyle-image', 'remove-object', 'explore-idea'])
    const asked = { name: 'restyle-image', arguments: { image: 'ID', style: 'watercolor' } }
    expect(JSON.stringify(await client.client.getPrompt(asked))).toContain('watercolor')
  })

  it('reports progress that rises', async () => {
    const seen: number[] = []
    const reply = await client.call(
      'generate_image',
      { prompt: 'a boat', provider: 'fake' },
      { onprogress: ({ progress }) => seen.push(progress) },
    )
    expect(reply.isError).toBe(false)
    expect(seen.length).toBeGreaterThan(0)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })

  it('cancels', async () => {
    const [controller, next] = [new AbortController(), stage.services.server('openai').nextSubmission()]
    const call = client.call('generate_image', { prompt: 'slow', ...openai }, { signal: controller.signal })
    await next
    controller.abort()
    await expect(call).rejects.toThrow()
    expect(await client.done('list_providers', { only_ready: true })).toBeDefined()
  })

  it('goes on for others when its own client has left, and another takes over afterwards', async () => {
    const own = await McpStage.open()
    const [first, second] = [await own.connect({ name: 'First' }), await own.connect({ name: 'Second' })]
    const drawing = second.call('generate_image', { prompt: 'a fish', provider: 'fake', n: 4 })
    await first.client.close()
    expect((await drawing).result['images']).toHaveLength(4)
    await second.client.close()
    const third = await own.connect({ name: 'Third' })
    expect(await third.done('search_library', { query: 'fish' })).toMatchObject({ total: 4 })
    await own.close()
  })

  it('has one owner, if many start at once', async () => {
    const own = await McpStage.open()
    const clients = await Promise.all(Array.from({ length: 4 }, () => own.connect()))
    const fish = { prompt: 'a fish', provider: 'fake' }
    await Promise.all(clients.map((each) => each.done('generate_image', fish)))
    expect(await clients[3]!.done('search_library', { query: 'fish' })).toMatchObject({ total: 4 })
    await own.close()
  })

  it('serves clients of 2025 as well', async () => {
    const older = await stage.connect({ isOlder: true, name: 'Older' })
    expect(await older.done('prompt_compiler', { base_prompt: 'cat' })).toMatchObject({ negative_prompt: null })
    const { result } = await older.call('generate_image', { prompt: 'a dog', provider: 'fake' })
    const { recipe } = await older.done('get_image', { id: imageOf(result).id })
    expect(recipe).toMatchObject({ agent: 'Older' })
    await older.client.close()
  })
})

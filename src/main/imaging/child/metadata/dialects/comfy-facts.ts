import type { Lora } from '../../../../../shared/domain/generation.ts'
import { toSeed, type Seed } from '../../../../../shared/domain/seed.ts'
import type { Size } from '../../../../../shared/util/geometry.ts'
import { EmbeddedComfyGraph, type EmbeddedComfyNode } from './comfy-graph.ts'
import { ComfyPasses } from './comfy-passes.ts'
import { startSize } from './comfy-size.ts'
import { ComfyValues } from './comfy-values.ts'
import { embeddingsIn, type ForeignFacts } from './foreign-recipe.ts'
import { asObject, numberOf, textOf, valueOf, type JsonObject } from './json-object.ts'

/** Text inputs of the encoders of various model families. */
const textInputs = [
  'populated_text',
  'text',
  'text_g',
  't5xxl',
  'clip_l',
  'text_l',
  'user_prompt',
  'prompt',
  'string',
  'value',
  'wildcard_text',
]
const modelInputs = ['ckpt_name', 'unet_name', 'model_name', 'base_ckpt_name', 'gguf_name', 'model_path']
const sides = {
  positive: ['positive', 'conditioning', 'text_embeds', 'positive_prompt'],
  negative: ['negative', 'neg_conditioning', 'text_embeds', 'negative_prompt'],
} as const
const pathMax = 200

type Side = keyof typeof sides

/** Returns the facts behind the saved image, matched by size if known; empty if the graph contains no sampler. */
export function comfyFacts(json: JsonObject, saved: Size | null): ForeignFacts {
  return new FactsReader(new EmbeddedComfyGraph(json)).read(saved)
}

interface Conditioning {
  readonly text: string | null
  readonly guidance: number | null
}

class FactsReader {
  readonly #graph: EmbeddedComfyGraph
  readonly #values: ComfyValues
  readonly #passes: ComfyPasses

  constructor(graph: EmbeddedComfyGraph) {
    this.#graph = graph
    this.#values = new ComfyValues(graph)
    this.#passes = new ComfyPasses(graph, this.#values)
  }

  read(saved: Size | null): ForeignFacts {
    const all = this.#passes.all((end) => {
      const size = this.#sizeOf(end)
      return saved !== null && size?.widthPx === saved.widthPx && size.heightPx === saved.heightPx
    })
    const last = all[0]
    if (last === undefined) return {}
    const positive = this.#conditioning(last, 'positive')
    const negative = this.#conditioning(last, 'negative')
    const base = this.#baseOf(all, positive)
    const { unweighed, ...model } = this.#model(base)
    const size = this.#sizeOf(base)
    return {
      prompt: positive.text,
      negativePrompt: negative.text,
      ...model,
      seed: this.#seed(all.slice(all.indexOf(base))),
      steps: this.#values.number(base, 'steps') ?? this.#from(base, 'sigmas', 'steps'),
      guidance:
        positive.guidance ??
        this.#values.number(base, 'cfg', 'guidance', 'true_gs') ??
        this.#from(base, 'guider', 'cfg'),
      strength: this.#denoise(base),
      ...size,
      options: {
        sampler: this.#name(base, 'sampler', 'sampler_name'),
        scheduler: this.#name(base, 'sigmas', 'scheduler'),
        ...this.#loadedBeside(),
        embeddings: embeddingsIn(positive.text, negative.text),
        lorasOfUnknownWeight: unweighed.join(', ') || null,
        ...(base === last ? null : this.#secondPass(last, size, model.model)),
      },
    }
  }

  /**
   * Several passes over the same image with the same prompts make one image, described by the first, as other programs
   * do.
   */
  #baseOf(all: readonly EmbeddedComfyNode[], { text }: Conditioning): EmbeddedComfyNode {
    const other = all.findIndex((pass, n) => n > 0 && this.#conditioning(pass, 'positive').text !== text)
    return all[(other === -1 ? all.length : other) - 1]!
  }

  /** The seed of the first pass that adds noise: other seeds have no effect. */
  #seed(passes: readonly EmbeddedComfyNode[]): Seed | null {
    const noisy = passes.find((pass) => !/^(?:disable|false)$/i.test(String(valueOf(pass.inputs, 'add_noise'))))
    const from = noisy ?? passes[0]!
    const noise = this.#graph.link(from, 'noise')?.from ?? null
    return toSeed(this.#values.of(from, 'seed', 'noise_seed') ?? this.#values.of(noise, 'noise_seed', 'seed'))
  }

  #from(pass: EmbeddedComfyNode, input: string, ...names: string[]): number | null {
    return this.#values.number(this.#graph.link(pass, input)?.from ?? null, ...names)
  }

  #denoise(pass: EmbeddedComfyNode): number | null {
    return this.#values.number(pass, 'denoise') ?? this.#from(pass, 'sigmas', 'denoise')
  }

  #name(pass: EmbeddedComfyNode, input: string, name: string): string | null {
    return this.#values.text(pass, name) ?? this.#values.text(this.#graph.link(pass, input)?.from ?? null, name)
  }

  #sizeOf(pass: EmbeddedComfyNode): Size | null {
    return startSize(pass, { graph: this.#graph, values: this.#values, passes: this.#passes })
  }

  /** The second pass: a pass below full strength over the image of the first one. */
  #secondPass(last: EmbeddedComfyNode, size: Size | null, model: string | null): ForeignFacts['options'] {
    const refiner = this.#model(last).model
    const named = { refiner: refiner === model ? null : refiner }
    const strength = this.#denoise(last)
    if (strength === null || strength >= 1) return named
    const after = this.#sizeOf(last)
    let upscaler: string | null = null
    let scale: number | null = null
    this.#passes.walk(last, (node) => {
      const loader = this.#graph.link(node, 'upscale_model')?.from ?? null
      upscaler = this.#values.text(loader, 'model_name') ?? upscaler ?? this.#values.text(node, 'upscale_method')
      scale ??= this.#values.number(node, 'scale_by', 'upscale_by')
      return node !== last && this.#passes.isSampler(node)
    })
    const ratio = size && after ? Math.round((after.widthPx / size.widthPx) * 1_000) / 1_000 : scale
    return {
      ...named,
      hiresSteps: this.#values.number(last, 'steps') ?? this.#from(last, 'sigmas', 'steps'),
      hiresStrength: strength,
      hiresUpscaler: ratio === null || ratio === 1 ? null : upscaler,
      hiresUpscale: ratio === 1 ? null : ratio,
    }
  }

  /**
   * Traces a sampler's input back to the prompts. A node with both sides (ControlNet) is left by the side it was
   * entered from: its outputs are positive, then negative.
   */
  #conditioning(pass: EmbeddedComfyNode, start: Side): Conditioning {
    const texts: string[] = []
    const seen = new Set<string>()
    let guidance: number | null = null
    let side = start
    const guider = this.#graph.link(pass, 'guider')?.from ?? pass
    const waiting = sides[start].map((input) => ({ node: guider, input: input as string }))
    for (let next = 0; next < waiting.length && next < pathMax; next++) {
      const { node, input } = waiting[next]!
      const link = this.#values.link(node, input)
      if (link === null || seen.has(`${link.from.id}/${link.slot}`)) continue
      seen.add(`${link.from.id}/${link.slot}`)
      const { from, slot } = link
      if (/ZeroOut/i.test(from.kind)) continue
      guidance ??= this.#values.number(from, 'guidance')
      if (this.#graph.link(from, 'positive') !== null && this.#graph.link(from, 'negative') !== null) {
        side = slot === 0 ? 'positive' : slot === 1 ? 'negative' : side
        waiting.push({ node: from, input: side })
        continue
      }
      const prompt = this.#words(from, side)
      if (prompt !== null) texts.push(prompt)
      else {
        const inputs = new Set([...sides[side], ...Object.keys(from.inputs).filter(isConditioning)])
        for (const name of inputs) waiting.push({ node: from, input: name })
      }
    }
    const loader = texts.length > 0 ? null : this.#values.owner(guider, start)
    const loaderText = loader && this.#values.text(loader, start)
    return { text: [...new Set(texts)].join('\n') || loaderText || null, guidance }
  }

  /** Loaders and stylers hold the prompts of both sides. */
  #words(node: EmbeddedComfyNode, side: Side): string | null {
    const ofSide = [side, `${side}_prompt`, `text_${side}`]
    const hasSides = ofSide.some((name) => valueOf(node.inputs, name) !== undefined)
    return this.#values.text(node, ...(hasSides ? ofSide : textInputs))
  }

  /** CLIP layers are counted from the end. */
  #loadedBeside(): { vae: string | null; clipSkip: number | null } {
    const nodes = [...this.#graph.nodes.values()]
    const vae = nodes.map((node) => this.#values.text(node, 'vae_name')).find((value) => value !== null)
    const layer = nodes.map((node) => this.#values.number(node, 'stop_at_clip_layer')).find((value) => value !== null)
    return { vae: vae ?? null, clipSkip: layer === undefined || layer === null ? null : -layer }
  }

  /** LoRAs are between the sampler and the model, or in stacks beside that path. */
  #model(pass: EmbeddedComfyNode): { model: string | null; loras: Lora[]; unweighed: string[] } {
    const loras: FoundLora[] = []
    let model: string | null = null
    const guider = this.#graph.link(pass, 'guider')?.from
    const first = this.#values.link(guider && this.#graph.link(guider, 'model') ? guider : pass, 'model')?.from ?? pass
    this.#graph.findBefore(
      first,
      (node) => {
        loras.push(...readLoras(node, this.#values).toReversed())
        model ??= this.#values.text(node, ...modelInputs)
        return false
      },
      (node) => this.#graph.links(node, (input) => !/image|latent|samples|pixels|positive|negative|cond/i.test(input)),
    )
    const found = loras.toReversed()
    return {
      model,
      loras: found.flatMap(({ path, scale }) => (scale === null ? [] : [{ path, scale }])),
      unweighed: found.flatMap(({ path, scale }) => (scale === null ? [path] : [])),
    }
  }
}

function isConditioning(input: string): boolean {
  return /cond|positive|negative|embeds/i.test(input)
}

/** `scale`: null = the file does not say. */
type FoundLora = Pick<Lora, 'path'> & { readonly scale: number | null }

const singleWeights = ['strength_model', 'lora_model_strength', 'lora_strength', 'model_strength', 'strength', 'weight']

/**
 * One per node, several as objects (`lora_1`: on, lora, strength) or names (`lora_01`, `strength_01`), or a stack
 * (`lora_name_1`, `model_weight_1`).
 */
function readLoras(node: EmbeddedComfyNode, values: ComfyValues): FoundLora[] {
  const name = textOf(node.inputs, 'lora_name') ?? values.text(node, 'lora_name')
  const single = isName(name) ? [{ path: name, scale: values.number(node, ...singleWeights) }] : []
  const several = Object.entries(node.inputs).flatMap(([key, value]): FoundLora[] => {
    const [, isStack, number] = /^lora_(name_)?(\d{1,3})$/i.exec(key) ?? []
    if (number === undefined) return []
    const lora = asObject(value)
    if (isStack !== undefined || lora === null) return stackedLora(node, values, { key, number })
    const path = textOf(lora, 'lora')
    return !isName(path) || valueOf(lora, 'on') === false ? [] : [{ path, scale: numberOf(lora, 'strength') }]
  })
  return [...several, ...single]
}

const isName = (name: string | null): name is string => name !== null && name !== 'None'

/** By mode: a stack keeps the weights of its other modes. */
const stackWeights = {
  simple: ['lora_wt'],
  advanced: ['model_str'],
  any: ['model_weight', 'model_str', 'lora_wt', 'strength'],
}

function stackedLora(
  node: EmbeddedComfyNode,
  values: ComfyValues,
  { key, number }: { readonly key: string; readonly number: string },
): FoundLora[] {
  const path = values.text(node, key)
  const isOff = /^off$/i.test(textOf(node.inputs, `switch_${number}`) ?? '')
  // Stacks have more slots than they are set to use.
  const most = values.number(node, 'lora_count', 'num_loras')
  const isUsed = !isOff && (most === null || Number(number) <= most)
  if (!isName(path) || !isUsed) return []
  const mode = textOf(node.inputs, 'input_mode')
  const names = mode === 'simple' || mode === 'advanced' ? stackWeights[mode] : stackWeights.any
  return [{ path, scale: values.number(node, ...names.map((each) => `${each}_${number}`)) }]
}

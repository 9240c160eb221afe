import type { Lora } from '../../../../../shared/domain/generation.ts'
import { toSeed, type Seed } from '../../../../../shared/domain/seed.ts'
import type { Size } from '../../../../../shared/util/geometry.ts'
import { EmbeddedComfyGraph, type ComfyLink, type EmbeddedComfyNode } from './comfy-graph.ts'
import { readComfyLoras, type FoundLora } from './comfy-loras.ts'
import { carriedBy, isBundle } from './comfy-outputs.ts'
import { ComfyPasses } from './comfy-passes.ts'
import { startSize } from './comfy-size.ts'
import { ComfyValues } from './comfy-values.ts'
import { embeddingsIn, type ForeignFacts } from './foreign-recipe.ts'
import { valueOf, type JsonObject } from './json-object.ts'

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
export function comfyFacts(json: JsonObject, onScreen: JsonObject | null, saved: Size | null): ForeignFacts {
  return new FactsReader(new EmbeddedComfyGraph(json, onScreen)).read(saved)
}

interface Conditioning {
  readonly text: string | null
  readonly guidance: number | null
  /** What made the first text a conditioning. */
  readonly encoder: EmbeddedComfyNode | null
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

  /** Of a graph that was not looked at to its end, nothing is certain. */
  read(saved: Size | null): ForeignFacts {
    const facts = this.#factsOf(saved)
    return this.#graph.look(0) ? facts : {}
  }

  #factsOf(saved: Size | null): ForeignFacts {
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
        vae: this.#vae(last),
        clipSkip: this.#clipSkip(positive.encoder),
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
    const noise = this.#values.source(from, 'noise')?.from ?? null
    return toSeed(this.#values.of(from, 'seed', 'noise_seed') ?? this.#values.of(noise, 'noise_seed', 'seed'))
  }

  #from(pass: EmbeddedComfyNode, input: string, ...names: string[]): number | null {
    return this.#values.number(this.#values.source(pass, input)?.from ?? null, ...names)
  }

  #denoise(pass: EmbeddedComfyNode): number | null {
    return this.#values.number(pass, 'denoise') ?? this.#from(pass, 'sigmas', 'denoise')
  }

  #name(pass: EmbeddedComfyNode, input: string, name: string): string | null {
    return this.#values.text(pass, name) ?? this.#values.text(this.#values.source(pass, input)?.from ?? null, name)
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
    this.#passes.walk(last, (node, isSure) => {
      if (!isSure) return false
      const loader = this.#values.source(node, 'upscale_model')?.from ?? null
      upscaler = this.#values.text(loader, 'model_name') ?? upscaler ?? this.#values.text(node, 'upscale_method')
      scale ??= this.#values.number(node, 'scale_by', 'upscale_by')
      return node !== last && this.#passes.isSampler(node)
    })
    const own = this.#values.number(last, 'upscale_by') ?? 1
    const ratio = size && after ? Math.round(((after.widthPx * own) / size.widthPx) * 1_000) / 1_000 : scale
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
    let encoder: EmbeddedComfyNode | null = null
    let side = start
    const guider = this.#values.source(pass, 'guider')?.from ?? pass
    const waiting = sides[start].flatMap((input) => this.#values.link(guider, input) ?? [])
    for (let next = 0; next < waiting.length && next < pathMax; next++) {
      const link = waiting[next]!
      const { from } = link
      if (seen.has(`${from.id}/${link.slot}`)) continue
      seen.add(`${from.id}/${link.slot}`)
      const before = this.#values.before(link, side)
      if (before === null || /ZeroOut/i.test(from.kind)) continue
      guidance ??= this.#values.number(from, 'guidance')
      side = this.#sideOf(link, side)
      const prompt = before === undefined && !this.#hasSides(from) ? this.#words(from, side) : null
      if (prompt === null) waiting.push(...(before === undefined ? this.#conditioningsOf(from, side) : [before]))
      else {
        texts.push(prompt)
        encoder ??= from
      }
    }
    const loader = texts.length > 0 ? null : this.#values.owner(guider, start)
    const loaderText = loader && this.#values.text(loader, start)
    return { text: [...new Set(texts)].join('\n') || loaderText || null, guidance, encoder: encoder ?? loader }
  }

  #hasSides(node: EmbeddedComfyNode): boolean {
    return this.#graph.link(node, 'positive') !== null && this.#graph.link(node, 'negative') !== null
  }

  /** Its outputs are positive, then negative, unless the graph tells otherwise: others have a model before them. */
  #sideOf({ from, slot }: ComfyLink, side: Side): Side {
    if (!this.#hasSides(from)) return side
    const [, named] = /^(positive|negative)/i.exec(this.#graph.outputsOf(from)[slot]?.name ?? '') ?? []
    if (named !== undefined) return /^p/i.test(named) ? 'positive' : 'negative'
    const takers = this.#graph.takersOf(from)
    if (!this.#graph.look(takers.length)) return side
    const isInOrder = takers.every((taker) => {
      const carried = carriedBy(taker.input)
      return carried === null || (carried === 'conditioning') === taker.slot < 2
    })
    return !isInOrder ? side : slot === 0 ? 'positive' : slot === 1 ? 'negative' : side
  }

  #conditioningsOf(node: EmbeddedComfyNode, side: Side): readonly ComfyLink[] {
    const links = (names: Iterable<string>) => [...names].flatMap((name) => this.#values.link(node, name) ?? [])
    if (this.#hasSides(node)) return links([side])
    const others = this.#graph.names(node)?.filter((name) => carriedBy(name) === 'conditioning') ?? []
    return links(new Set([...sides[side], ...others]))
  }

  /** Loaders and stylers hold the prompts of both sides. */
  #words(node: EmbeddedComfyNode, side: Side): string | null {
    const ofSide = [side, `${side}_prompt`, `text_${side}`]
    const hasSides = ofSide.some((name) => valueOf(node.inputs, name) !== undefined)
    return this.#values.text(node, ...(hasSides ? ofSide : textInputs))
  }

  /** By the encoder of the prompt, through LoRAs. CLIP layers are counted from the end. */
  #clipSkip(encoder: EmbeddedComfyNode | null): number | null {
    let link = encoder && this.#values.link(encoder, 'clip')
    for (let left = pathMax; link !== null && left > 0; left--) {
      const { from } = link
      if (valueOf(from.inputs, 'stop_at_clip_layer') !== undefined) {
        const layer = this.#values.number(from, 'stop_at_clip_layer')
        return layer === null ? null : -layer
      }
      const before = this.#values.before(link, 'clip')
      link = before === undefined ? this.#graph.link(from, 'clip') : before
    }
    return null
  }

  /** Of what turned the last pass's latent into the saved image. */
  #vae(last: EmbeddedComfyNode): string | null {
    const decoder = this.#passes.decoder(last)
    if (decoder === null) return null
    let link = this.#values.source(decoder, 'vae', 'optional_vae')
    if (link === null) return this.#values.text(decoder, 'vae_name')
    // A sampler that gives on a VAE gives the one it was given.
    for (let left = pathMax; link !== null && left > 0; left--) {
      const { from }: ComfyLink = link
      if (valueOf(from.inputs, 'vae_name') !== undefined) return this.#values.text(from, 'vae_name')
      link = this.#values.source(from, 'vae', 'optional_vae')
    }
    return null
  }

  /** LoRAs are between the sampler and the model, or in stacks beside that path. */
  #model(pass: EmbeddedComfyNode): { model: string | null; loras: Lora[]; unweighed: string[] } {
    const loras: FoundLora[] = []
    let model: string | null = null
    const guider = this.#values.source(pass, 'guider')?.from
    const guided = guider && this.#values.link(guider, 'model') ? guider : pass
    const first = this.#values.link(guided, 'model') === null ? guided : this.#values.source(guided, 'model')?.from
    if (first === undefined) return { model: null, loras: [], unweighed: [] }
    this.#graph.findBefore(
      first,
      (node) => {
        loras.push(...readComfyLoras(node, this.#values).toReversed())
        model ??= this.#values.text(node, ...modelInputs)
        return false
      },
      (node) => this.#values.sources(node, isOfModel),
    )
    const found = loras.toReversed()
    return {
      model,
      loras: found.flatMap(({ path, scale }) => (scale === null ? [] : [{ path, scale }])),
      unweighed: found.flatMap(({ path, scale }) => (scale === null ? [path] : [])),
    }
  }
}

/** Whether an input may be given a model or LoRAs: those of other kinds have models beside them, too. */
function isOfModel(input: string): boolean {
  if (/upscale|clip|vision|style|control|sam_|face|patch|detector/i.test(input)) return false
  return isBundle(input) || /model|unet|transformer|lora|stack/i.test(input)
}

import type { Size } from '../../../../../shared/util/geometry.ts'
import type { EmbeddedComfyGraph, EmbeddedComfyNode } from './comfy-graph.ts'
import type { ComfyPasses } from './comfy-passes.ts'
import type { ComfyValues } from './comfy-values.ts'
import { textOf, valueOf } from './json-object.ts'

const sidePairs = [
  ['width', 'height'],
  ['empty_latent_width', 'empty_latent_height'],
  ['target_width', 'target_height'],
] as const

/** The size a sampler started from, or that a saving node received; null if the graph does not say. */
export function startSize(
  sampler: EmbeddedComfyNode,
  { graph, values, passes }: { graph: EmbeddedComfyGraph; values: ComfyValues; passes: ComfyPasses },
): Size | null {
  let found: Size | null = null
  // Null from where it is not in the file.
  let scale: number | null = 1
  passes.walk(sampler, (node, isSure) => {
    if (node === sampler) return false
    // Another pass: its output has the size it started from.
    const size = passes.isSampler(node) ? startSizeOnce(node) : sizeOf(node)
    const factor =
      graph.link(node, 'upscale_model') === null ? (values.number(node, 'scale_by', 'upscale_by') ?? 1) : null
    if (size === undefined || (!isSure && (size !== null || factor !== 1))) scale = null
    else if (size !== null) found = size
    else scale = factor === null ? null : scale! * factor
    return found !== null || scale === null
  })
  return found === null || scale === null ? null : scaled(found, scale)

  function startSizeOnce(node: EmbeddedComfyNode): Size | null | undefined {
    let size: Size | null | undefined = null
    passes.walk(node, (each, isSure) => {
      if (each !== node && !passes.isSampler(each)) size = sizeOf(each)
      if (size !== null && !isSure) size = undefined
      return size !== null
    })
    return size
  }

  /** Undefined if the node sets a size that is not in the file. */
  function sizeOf(node: EmbeddedComfyNode): Size | null | undefined {
    let isSet = false
    for (const [width, height] of sidePairs) {
      const sides = [width, height].map((name) => values.number(node, name))
      const size = toSize(sides[0]!, sides[1]!)
      if (size !== null) return size
      const chooser = graph.link(node, width)?.from
      const chosen = chooser && (namedSize(chooser, graph) ?? computedSize(chooser, values))
      if (chosen) return chosen
      // Zero keeps that side, or the shape of the image.
      isSet ||= valueOf(node.inputs, width) !== undefined && sides.some((side) => side !== 0)
    }
    return namedSize(node, graph) ?? (isSet ? undefined : null)
  }
}

function scaled({ widthPx, heightPx }: Size, scale: number): Size {
  return { widthPx: Math.round(widthPx * scale), heightPx: Math.round(heightPx * scale) }
}

function toSize(widthPx: number | null, heightPx: number | null): Size | null {
  return widthPx !== null && heightPx !== null && widthPx > 0 && heightPx > 0 ? { widthPx, heightPx } : null
}

/** Custom nodes offer sizes as text: `1216 x 832   (landscape)`. */
function namedSize(node: EmbeddedComfyNode, graph: EmbeddedComfyGraph): Size | null {
  const { inputs } = node
  const names = graph.names(node)?.filter((name) => /dimension|resolution|aspect|ratio|size/i.test(name)) ?? []
  for (const name of names) {
    const [, width, height] = /(?:^|\D)(\d{3,5}) ?[x×*] ?(\d{3,5})(?:\D|$)/.exec(textOf(inputs, name) ?? '') ?? []
    const size = toSize(Number(width ?? 0), Number(height ?? 0))
    const isSwapped = /^(?:on|true)$/i.test(String(valueOf(inputs, 'swap_dimensions')))
    if (size !== null) return isSwapped ? { widthPx: size.heightPx, heightPx: size.widthPx } : size
  }
  return null
}

/** ComfyUI's own ResolutionSelector: an aspect ratio, megapixels of 1,024 × 1,024, rounded to a multiple. */
function computedSize(node: EmbeddedComfyNode, values: ComfyValues): Size | null {
  const [, width, height] = /^(\d{1,3}):(\d{1,3})\b/.exec(textOf(node.inputs, 'aspect_ratio') ?? '') ?? []
  const megapixels = values.number(node, 'megapixels')
  const shape = toSize(Number(width ?? 0), Number(height ?? 0))
  if (shape === null || megapixels === null || megapixels <= 0 || megapixels > 1_000) return null
  const multiple = Math.max(1, values.number(node, 'multiple') ?? 8)
  const scale = Math.sqrt((megapixels * 1024 * 1024) / (shape.widthPx * shape.heightPx))
  const side = (part: number): number => Math.max(multiple, Math.round((part * scale) / multiple) * multiple)
  return { widthPx: side(shape.widthPx), heightPx: side(shape.heightPx) }
}

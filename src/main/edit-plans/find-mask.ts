import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { EditStep, MaskRule } from '../../shared/domain/edit-plan.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/edit-plan-errors.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { ObjectPrompt } from '../../shared/util/mask/object-mask.ts'
import { temporaryNameFor } from '../platform/pure/temporary-name.ts'
import { digestOf } from './plan-file.ts'
import type { EditPlansOptions } from './edit-plans-options.ts'

type FinderNeeds = Pick<
  EditPlansOptions,
  'database' | 'assets' | 'imaging' | 'backgrounds' | 'objects' | 'detection' | 'paths'
>

/** The mask of a step for one image. */
export interface ImageMask {
  readonly digest: string
  readonly png: Uint8Array
  /** Such as that it was scaled. */
  readonly warning: string | null
}

type FoundMask = Omit<ImageMask, 'digest'>
type MaskedStep = Pick<EditStep, 'maskName' | 'mask' | 'rule'>
type MaskSource = (digest: string) => Promise<Uint8Array | null>
interface MaskedImage extends Size {
  readonly id: AssetId
}

/**
 * Returns the masks of steps for an image: found by their rule, or scaled. Each is found once.
 * @throws request/invalid if a mask has another shape, vision/no-subject if a rule finds nothing, model/*, media/*
 */
export function createMaskFinder(needs: FinderNeeds) {
  const find = createRuleFinder(needs)

  async function fit(
    step: MaskedStep,
    image: MaskedImage,
    masks: MaskSource,
    signal?: AbortSignal,
  ): Promise<FoundMask> {
    const { rule, mask, maskName: name } = step
    const maskPng = rule !== null ? await find(rule, image.id, signal) : mask === null ? null : await masks(mask)
    if (maskPng === null) {
      const code = rule === null ? 'request/invalid' : 'vision/no-subject'
      throw new AppError(code, rule === null ? messages.maskEmpty({ name }) : messages.nothingFound({ name }))
    }
    const { widthPx, heightPx } = image
    const request = { maskPng, size: { widthPx, heightPx }, isInverted: rule?.type === 'background' }
    const { png, given, bounds } = await needs.imaging.fitMask(request, signal && { signal })
    if (bounds === null) {
      if (rule === null) throw new AppError('request/invalid', messages.maskEmpty({ name }))
      throw new AppError('vision/no-subject', messages.nothingFound({ name }))
    }
    const isScaled = given.widthPx !== widthPx || given.heightPx !== heightPx
    // A mask that fits is kept as it is: its digest stays the same.
    if (!isScaled && rule === null) return { png: maskPng, warning: null }
    return { png, warning: isScaled && rule === null ? messages.maskScaled({ name }) : null }
  }

  return async (
    steps: readonly MaskedStep[],
    image: MaskedImage,
    masks: MaskSource,
    signal?: AbortSignal,
  ): Promise<ImageMask[]> => {
    const known = new Map<string, ImageMask>()
    const found: ImageMask[] = []
    for (const step of steps) {
      const sameAs = JSON.stringify(step.rule ?? step.mask)
      const each = known.get(sameAs) ?? withDigest(await fit(step, image, masks, signal))
      known.set(sameAs, each)
      found.push(each)
    }
    return found
  }
}

function withDigest(mask: FoundMask): ImageMask {
  return { ...mask, digest: digestOf(mask.png) }
}

function createRuleFinder({ assets, backgrounds, objects, detection, paths }: FinderNeeds) {
  async function write(rule: MaskRule, id: AssetId, target: string, signal?: AbortSignal): Promise<void> {
    if (rule.type !== 'words') {
      const finder = await backgrounds()
      await finder.writeMask(id, target, await finder.model(), signal)
      return
    }
    const detector = await detection()
    const found = await detector.find(id, rule.words, await detector.model(), signal)
    const [first, ...others] = found.map(({ box }): ObjectPrompt => ({ points: [], box }))
    const finder = await objects()
    const { path } = await assets.files.locate(id, 'original')
    const prompts = [first!, ...(rule.isAll ? others : [])] as const
    await finder.writeMask({ path, target }, prompts, await finder.model(), signal)
  }

  return async (rule: MaskRule, id: AssetId, signal?: AbortSignal): Promise<Uint8Array> => {
    const file = temporaryNameFor(join(paths.temporary, `${id}-mask.png`))
    try {
      await write(rule, id, file, signal)
      return new Uint8Array(await readFile(file))
    } finally {
      await rm(file, { force: true }).catch(() => undefined)
    }
  }
}

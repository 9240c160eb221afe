import * as messages from '../../shared/messages/en/vision.ts'
import { createModelFinder, type ModelPlaces } from './create-model-finder.ts'
import type { Inpainting } from './inpainting.ts'
import { readInpaintingModel } from './inpainting-model.ts'
import type { Vision } from './vision.ts'

interface InpaintingOptions extends ModelPlaces {
  readonly vision: Pick<Vision, 'inpaintingSize' | 'inpaint'>
}

export function createInpainting({ vision, ...options }: InpaintingOptions): Inpainting {
  const finder = createModelFinder({
    ...options,
    read: readInpaintingModel,
    task: 'remove',
    unknown: messages.unknownInpaintingModel,
  })
  return {
    ...finder,
    async open({ path }, signal) {
      const size = await vision.inpaintingSize({ path }, { signal })
      return { size, inpaint: ({ rgb, hole }) => vision.inpaint({ path, rgb, hole }, { signal }) }
    },
  }
}

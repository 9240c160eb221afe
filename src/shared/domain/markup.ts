import { z } from 'zod'
import { rectSchema } from '../util/geometry-schema.ts'

/** Marks on one image: with more, neither a model nor a person keeps track of the numbers. */
export const marksMax = 50

/** Points of a scribble; a drawn one is simplified to far fewer. */
export const scribblePointsMax = 500

/** Characters of what a mark asks for. */
export const markTextMax = 1_000

/** Colors of marks that stand out from photographs and from each other. */
export const markColors = ['red', 'yellow', 'green', 'blue', 'magenta'] as const

/** The forms of marks, as tools offer them. `note`: a number alone. */
export const markShapes = ['arrow', 'box', 'ellipse', 'scribble', 'note'] as const

/** Whole pixels of the image; may be outside it. */
const pointSchema = z.object({ x: z.int(), y: z.int() })

const markIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/)

const markBase = {
  id: markIdSchema,
  color: z.enum(markColors),
  /** What is asked for there, as the artist words it. */
  text: z.string().max(markTextMax),
}

const shapes = {
  arrow: { shape: z.literal('arrow'), from: pointSchema, to: pointSchema },
  box: { shape: z.literal('box'), rect: rectSchema },
  ellipse: { shape: z.literal('ellipse'), rect: rectSchema },
  /** `isClosed`: an outline that ends where it began. */
  scribble: {
    shape: z.literal('scribble'),
    points: z.array(pointSchema).min(2).max(scribblePointsMax),
    isClosed: z.boolean(),
  },
  note: { shape: z.literal('note'), at: pointSchema },
} as const

/** One mark over an image. Its number is its position in the list, from 1. */
export const markSchema = z.discriminatedUnion('shape', [
  z.object({ ...markBase, ...shapes.arrow }),
  z.object({ ...markBase, ...shapes.box }),
  z.object({ ...markBase, ...shapes.ellipse }),
  z.object({ ...markBase, ...shapes.scribble }),
  z.object({ ...markBase, ...shapes.note }),
])
export type Mark = z.output<typeof markSchema>
export type MarkShape = Mark['shape']
export type MarkColor = Mark['color']

export const marksSchema = z.array(markSchema).max(marksMax)

/** The marks of a document. Hidden ones are kept and not sent. */
export const documentMarkupSchema = z.object({ marks: marksSchema, isVisible: z.boolean() })
export type DocumentMarkup = z.output<typeof documentMarkupSchema>

const givenBase = {
  color: z.enum(markColors).default('red'),
  text: z.string().max(markTextMax).default(''),
}

/** Marks as a program or a file gives them: numbered by their order, red unless they say otherwise. */
export const givenMarksSchema = z
  .array(
    z.discriminatedUnion('shape', [
      z.object({ ...shapes.arrow, ...givenBase }),
      z.object({ ...shapes.box, ...givenBase }),
      z.object({ ...shapes.ellipse, ...givenBase }),
      z.object({ ...shapes.scribble, ...givenBase, isClosed: z.boolean().default(false) }),
      z.object({ ...shapes.note, ...givenBase }),
    ]),
  )
  .min(1)
  .max(marksMax)
export type GivenMarks = z.output<typeof givenMarksSchema>

export function toMarks(given: GivenMarks): Mark[] {
  return given.map((mark, at) => ({ ...mark, id: `mark-${at + 1}` }))
}

/**
 * How a model gets marks. `image`: a copy of the image with the marks drawn on it, and an instruction that lists them;
 * `mask`: a mask of what they touch, unless one is painted, and their words as the prompt.
 */
export const markupFormSchema = z.enum(['image', 'mask'])
export type MarkupForm = z.output<typeof markupFormSchema>

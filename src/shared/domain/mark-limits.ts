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

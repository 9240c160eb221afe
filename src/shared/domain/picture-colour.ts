/** What the main colours of pictures are called. Each is a value of `colour:` in a query. */
export const pictureColours = [
  'red',
  'orange',
  'yellow',
  'green',
  'cyan',
  'blue',
  'purple',
  'pink',
  'brown',
  'black',
  'grey',
  'white',
] as const
export type PictureColour = (typeof pictureColours)[number]

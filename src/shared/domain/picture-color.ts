/** What the main colors of pictures are called. Each is a value of `color:` in a query. */
export const pictureColors = [
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
  'gray',
  'white',
] as const
export type PictureColor = (typeof pictureColors)[number]

/** Names of images' main colors. Each is a value of `color:` in a query. */
export const imageColors = [
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
export type ImageColor = (typeof imageColors)[number]

const words: Readonly<Record<string, string>> = {
  trainedAlgorithmicMedia: 'Made by AI',
  compositeWithTrainedAlgorithmicMedia: 'Parts of it made by AI',
  compositeSynthetic: 'Put together, with made parts',
  algorithmicMedia: 'Made by a program',
  algorithmicallyEnhanced: 'Enhanced by a program',
  digitalCapture: 'Taken with a camera',
  computationalCapture: 'Taken with a camera that computes',
  multiFrameComputationalCapture: 'Taken with a camera, from several shots',
  compositeCapture: 'Put together from photographs',
  negativeFilm: 'Scanned from a negative',
  positiveFilm: 'Scanned from a slide',
  print: 'Scanned from a print',
  humanEdits: 'Edited by a person',
  digitalCreation: 'Drawn by a person',
  digitalArt: 'Drawn by a person',
  dataDrivenMedia: 'Made from data',
  screenCapture: 'Taken from a screen',
  virtualRecording: 'Recorded in a virtual place',
  composite: 'Put together',
}

/** IPTC's kind of source for people; what is new to us in its own words. */
export function sourceTypeWords(digitalSourceType: string): string {
  return words[digitalSourceType] ?? digitalSourceType
}

import * as messages from '../../../../shared/messages/en/gallery-info.ts'

const words: Readonly<Record<string, string>> = {
  trainedAlgorithmicMedia: messages.aiGenerated,
  compositeWithTrainedAlgorithmicMedia: messages.partlyAiGenerated,
  compositeSynthetic: messages.compositeSyntheticParts,
  algorithmicMedia: messages.madeBySoftware,
  algorithmicallyEnhanced: messages.enhancedBySoftware,
  digitalCapture: messages.digitalCamera,
  computationalCapture: messages.computationalPhoto,
  multiFrameComputationalCapture: messages.computationalPhotoSeveralFrames,
  compositeCapture: messages.compositePhotos,
  negativeFilm: messages.scannedFromNegative,
  positiveFilm: messages.scannedFromSlide,
  print: messages.scannedFromPrint,
  humanEdits: messages.editedByHand,
  digitalCreation: messages.digitalArtwork,
  digitalArt: messages.digitalArtwork,
  dataDrivenMedia: messages.dataVisualization,
  screenCapture: messages.screenCapture,
  virtualRecording: messages.virtualRecording,
  composite: messages.composite,
}

/** IPTC's kind of source for people; what is new to us in its own words. */
export function formatSourceType(digitalSourceType: string): string {
  return words[digitalSourceType] ?? digitalSourceType
}

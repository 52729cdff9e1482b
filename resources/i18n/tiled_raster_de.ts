<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>TiledRaster</name>
    <message>
      <source>Raster</source>
      <translation>Raster</translation>
    </message>
    <message>
      <source>A raster file of any size. A layer that is no file on disk (WMS, XYZ, a database) must be saved first.</source>
      <translation>Eine Rasterdatei beliebiger Größe. Ein Layer, der keine Datei auf der Platte ist (WMS, XYZ, Datenbank), muss vorher gespeichert werden.</translation>
    </message>
    <message>
      <source>Bands (none chosen: all)</source>
      <translation>Kanäle (nichts gewählt: alle)</translation>
    </message>
    <message>
      <source>Leave empty for all bands. In scripts and on the command line: BANDS=1,2 or BANDS=1;2.</source>
      <translation>Leer lassen für alle Kanäle. In Skripten und auf der Kommandozeile: BANDS=1,2 oder BANDS=1;2.</translation>
    </message>
    <message>
      <source>Filter</source>
      <translation>Filter</translation>
    </message>
    <message>
      <source>One filter, or several: the output has a band for each band and filter. Values that only some filters use are asked for below the list once one of these is chosen. custom runs your own Python function.</source>
      <translation>Ein Filter oder mehrere: Die Ausgabe hat einen Kanal für jeden Kanal und Filter. Werte, die nur manche Filter brauchen, werden unter der Liste erfragt, sobald einer davon gewählt ist. custom führt Ihre eigene Python-Funktion aus.</translation>
    </message>
    <message>
      <source>On the command line and in scripts give the name, as in {}={}, not a number.</source>
      <translation>Auf der Kommandozeile und in Skripten den Namen angeben, wie in {}={}, keine Nummer.</translation>
    </message>
    <message>
      <source>Window size</source>
      <translation>Fenstergröße</translation>
    </message>
    <message>
      <source>Side of the window in pixels: rows and columns of a square, rows of a rectangle, diameter of a circle, outer diameter of an annulus. An odd number, so that the window has a centre.</source>
      <translation>Seite des Fensters in Pixeln: Zeilen und Spalten eines Quadrats, Zeilen eines Rechtecks, Durchmesser eines Kreises, äußerer Durchmesser eines Rings. Eine ungerade Zahl, damit das Fenster eine Mitte hat.</translation>
    </message>
    <message>
      <source>Used by: {}.</source>
      <translation>Verwendet von: {}.</translation>
    </message>
    <message>
      <source>Mean</source>
      <translation>Mittelwert</translation>
    </message>
    <message>
      <source>Median</source>
      <translation>Median</translation>
    </message>
    <message>
      <source>Minimum</source>
      <translation>Minimum</translation>
    </message>
    <message>
      <source>Maximum</source>
      <translation>Maximum</translation>
    </message>
    <message>
      <source>Range</source>
      <translation>Spannweite</translation>
    </message>
    <message>
      <source>Sum</source>
      <translation>Summe</translation>
    </message>
    <message>
      <source>Standard deviation</source>
      <translation>Standardabweichung</translation>
    </message>
    <message>
      <source>Variance</source>
      <translation>Varianz</translation>
    </message>
    <message>
      <source>Percentile</source>
      <translation>Perzentil</translation>
    </message>
    <message>
      <source>Majority</source>
      <translation>Häufigster Wert</translation>
    </message>
    <message>
      <source>Minority</source>
      <translation>Seltenster Wert</translation>
    </message>
    <message>
      <source>Variety</source>
      <translation>Vielfalt</translation>
    </message>
    <message>
      <source>Valid count</source>
      <translation>Gültige Pixel</translation>
    </message>
    <message>
      <source>Opening</source>
      <translation>Öffnung</translation>
    </message>
    <message>
      <source>Closing</source>
      <translation>Schließung</translation>
    </message>
    <message>
      <source>White top-hat</source>
      <translation>Weißer Zylinderhut</translation>
    </message>
    <message>
      <source>Black top-hat</source>
      <translation>Schwarzer Zylinderhut</translation>
    </message>
    <message>
      <source>Difference from mean</source>
      <translation>Differenz zum Mittel</translation>
    </message>
    <message>
      <source>Z-score</source>
      <translation>Z-Wert</translation>
    </message>
    <message>
      <source>Topographic position index</source>
      <translation>Topographischer Positionsindex</translation>
    </message>
    <message>
      <source>Window shape</source>
      <translation>Fensterform</translation>
    </message>
    <message>
      <source>square; rectangle (size rows, and as many columns as you say); circle (pixels whose centre is no further than size // 2 from the centre); annulus (a circle without an inner circle); weights (your own matrix).</source>
      <translation>square: Quadrat; rectangle: Rechteck (size Zeilen und so viele Spalten, wie Sie sagen); circle: Kreis (Pixel, deren Mitte höchstens size // 2 von der Mitte entfernt ist); annulus: Ring (ein Kreis ohne einen inneren Kreis); weights: Gewichte (Ihre eigene Matrix).</translation>
    </message>
    <message>
      <source>Columns of a rectangle</source>
      <translation>Spalten eines Rechtecks</translation>
    </message>
    <message>
      <source>Width in pixels of a rectangular window, an odd number. Other shapes do not use it.</source>
      <translation>Breite eines rechteckigen Fensters in Pixeln, eine ungerade Zahl. Andere Formen verwenden sie nicht.</translation>
    </message>
    <message>
      <source>Inner size of an annulus</source>
      <translation>Innere Größe eines Rings</translation>
    </message>
    <message>
      <source>Diameter in pixels of the circle left out of an annulus, an odd number below the size; 1 leaves out the centre. Other shapes do not use it.</source>
      <translation>Durchmesser des Kreises in Pixeln, der bei einem Ring ausgelassen wird, eine ungerade Zahl unter der Größe; 1 lässt die Mitte aus. Andere Formen verwenden ihn nicht.</translation>
    </message>
    <message>
      <source>Weights</source>
      <translation>Gewichte</translation>
    </message>
    <message>
      <source>Matrix for the shape "weights", rows separated by semicolons, as in 1 2 1; 2 4 2; 1 2 1. Mean and sum use the weights; other filters look at the pixels whose weight is not zero. Odd numbers of rows and columns.</source>
      <translation>Matrix für die Form „weights“, Zeilen durch Semikolon getrennt, wie in 1 2 1; 2 4 2; 1 2 1. Mittelwert und Summe verwenden die Gewichte; andere Filter sehen die Pixel an, deren Gewicht nicht null ist. Ungerade Zahl von Zeilen und Spalten.</translation>
    </message>
    <message>
      <source>Weights file</source>
      <translation>Datei mit Gewichten</translation>
    </message>
    <message>
      <source>Text file with the weights, a line for each row, numbers separated by blanks, commas or semicolons; lines that begin with # are skipped. It takes the place of the matrix.</source>
      <translation>Textdatei mit den Gewichten, eine Zeile für jede Reihe, Zahlen durch Leerzeichen, Komma oder Semikolon getrennt; Zeilen, die mit # beginnen, werden übergangen. Sie tritt an die Stelle der Matrix.</translation>
    </message>
    <message>
      <source>{} (for {})</source>
      <translation>{} (für {})</translation>
    </message>
    <message>
      <source>From 0 (minimum) over 50 (median) to 100 (maximum); between two pixels it is interpolated linearly.</source>
      <translation>Von 0 (Minimum) über 50 (Median) bis 100 (Maximum); zwischen zwei Pixeln wird linear interpoliert.</translation>
    </message>
    <message>
      <source>Sigma</source>
      <translation>Sigma</translation>
    </message>
    <message>
      <source>Standard deviation of the Gaussian, in pixels.</source>
      <translation>Standardabweichung der Gaußkurve in Pixeln.</translation>
    </message>
    <message>
      <source>Gaussian</source>
      <translation>Gauß</translation>
    </message>
    <message>
      <source>Outliers</source>
      <translation>Ausreißer</translation>
    </message>
    <message>
      <source>Laplacian of Gaussian</source>
      <translation>Laplace der Gaußkurve</translation>
    </message>
    <message>
      <source>Truncate</source>
      <translation>Reichweite</translation>
    </message>
    <message>
      <source>How many sigmas the Gaussian reaches; weights further away are left out.</source>
      <translation>Wie viele Sigma die Gaußkurve reicht; weiter entfernte Gewichte entfallen.</translation>
    </message>
    <message>
      <source>Threshold</source>
      <translation>Schwelle</translation>
    </message>
    <message>
      <source>Pixels that differ from the Gaussian mean of their surroundings by more than this, in the raster's unit, become no data.</source>
      <translation>Pixel, die um mehr als dies vom Gauß-Mittel ihrer Umgebung abweichen, in der Einheit des Rasters, werden zu Lücken.</translation>
    </message>
    <message>
      <source>Distance</source>
      <translation>Entfernung</translation>
    </message>
    <message>
      <source>How far, in pixels, a gap is filled from: pixels without a valid one within this radius stay without data.</source>
      <translation>Aus welcher Entfernung in Pixeln eine Lücke gefüllt wird: Pixel ohne ein gültiges in diesem Umkreis bleiben ohne Daten.</translation>
    </message>
    <message>
      <source>Fill gaps</source>
      <translation>Lücken füllen</translation>
    </message>
    <message>
      <source>Power</source>
      <translation>Potenz</translation>
    </message>
    <message>
      <source>Weights fall with the distance to this power; 2 is usual, higher makes near pixels count more.</source>
      <translation>Gewichte fallen mit dieser Potenz der Entfernung; 2 ist üblich, mehr lässt nahe Pixel stärker zählen.</translation>
    </message>
    <message>
      <source>Direction</source>
      <translation>Richtung</translation>
    </message>
    <message>
      <source>magnitude: the length of the gradient; columns: the change from left to right; rows: from top to bottom.</source>
      <translation>magnitude: die Länge des Gradienten; columns: die Änderung von links nach rechts; rows: von oben nach unten.</translation>
    </message>
    <message>
      <source>Sobel</source>
      <translation>Sobel</translation>
    </message>
    <message>
      <source>Prewitt</source>
      <translation>Prewitt</translation>
    </message>
    <message>
      <source>Neighbours</source>
      <translation>Nachbarn</translation>
    </message>
    <message>
      <source>How many neighbours the Laplacian takes: 4 (sides) or 8 (sides and corners).</source>
      <translation>Wie viele Nachbarn der Laplace-Filter nimmt: 4 (Seiten) oder 8 (Seiten und Ecken).</translation>
    </message>
    <message>
      <source>Laplacian</source>
      <translation>Laplace</translation>
    </message>
    <message>
      <source>Slope unit</source>
      <translation>Einheit der Neigung</translation>
    </message>
    <message>
      <source>degrees (0 to 90) or percent (100 is 45 degrees).</source>
      <translation>degrees: Grad (0 bis 90) oder percent: Prozent (100 sind 45 Grad).</translation>
    </message>
    <message>
      <source>Slope</source>
      <translation>Neigung</translation>
    </message>
    <message>
      <source>Z factor</source>
      <translation>Z-Faktor</translation>
    </message>
    <message>
      <source>Elevations are multiplied by this before anything else: 0.3048 when they are in feet and the map is in metres. 1: by what the units ask for that the band or the CRS declares.</source>
      <translation>Höhen werden zuerst damit multipliziert: 0.3048, wenn sie in Fuß sind und die Karte in Metern. 1: womit es die Einheiten verlangen, die Kanal oder KBS angeben.</translation>
    </message>
    <message>
      <source>Hillshade</source>
      <translation>Schummerung</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Licht</translation>
    </message>
    <message>
      <source>single: from the azimuth; multidirectional: from west, north and the two directions beside them, weighted by how much each shows; the azimuth is not used then.</source>
      <translation>single: aus dem Azimut; multidirectional: aus West, Nord und den zwei Richtungen daneben, gewichtet danach, wie viel jede zeigt; der Azimut wird dann nicht verwendet.</translation>
    </message>
    <message>
      <source>Azimuth</source>
      <translation>Azimut</translation>
    </message>
    <message>
      <source>Where the light comes from, in degrees clockwise from north: 315 is north-west.</source>
      <translation>Woher das Licht kommt, in Grad im Uhrzeigersinn von Norden: 315 ist Nordwest.</translation>
    </message>
    <message>
      <source>Altitude</source>
      <translation>Lichthöhe</translation>
    </message>
    <message>
      <source>Height of the light above the horizon, in degrees: 90 is straight above.</source>
      <translation>Höhe des Lichts über dem Horizont in Grad: 90 ist senkrecht von oben.</translation>
    </message>
    <message>
      <source>TRI method</source>
      <translation>TRI-Verfahren</translation>
    </message>
    <message>
      <source>riley: root of the sum of squared differences, for land; wilson: mean absolute difference, for the sea floor.</source>
      <translation>riley: Wurzel der Summe der quadrierten Differenzen, für Land; wilson: mittlere absolute Differenz, für den Meeresboden.</translation>
    </message>
    <message>
      <source>Terrain ruggedness index</source>
      <translation>Rauigkeitsindex (TRI)</translation>
    </message>
    <message>
      <source>Several window sizes</source>
      <translation>Mehrere Fenstergrößen</translation>
    </message>
    <message>
      <source>Sizes separated by semicolons, as in 5;21;101, in place of the one window size: the output has a band for each, all made in one pass over the raster. Sizes may have decimals where they are in units of the map.</source>
      <translation>Größen, durch Semikolon getrennt, wie in 5;21;101, statt der einen Fenstergröße: die Ausgabe hat für jede einen Kanal, alle in einem Durchgang durch das Raster. In Einheiten der Karte dürfen sie Nachkommastellen haben.</translation>
    </message>
    <message>
      <source>Unit of sizes</source>
      <translation>Einheit der Größen</translation>
    </message>
    <message>
      <source>pixels: of the raster. map: units of the raster's CRS, as metres or degrees; sizes are rounded to the nearest odd number of pixels, rows and columns of a square each by themselves, distances to whole pixels; the log says it.</source>
      <translation>pixels: des Rasters. map: Einheiten des KBS des Rasters, etwa Meter oder Grad; Größen werden auf die nächste ungerade Zahl von Pixeln gerundet, Zeilen und Spalten eines Quadrats je für sich, Abstände auf ganze Pixel; das Protokoll sagt es.</translation>
    </message>
    <message>
      <source>Where data is missing</source>
      <translation>Wo Daten fehlen</translation>
    </message>
    <message>
      <source>keep: pixels without data stay so, the others are computed from the valid pixels around them. fill: also pixels without data are computed, wherever the window holds a valid one, so gaps shrink. propagate: a pixel whose window touches a gap becomes nodata. TPI of 3 x 3 pixels is propagated where nothing is asked for, as gdaldem does it; other terrain filters of 3 x 3 always are.</source>
      <translation>keep: Pixel ohne Daten bleiben so, die anderen werden aus den gültigen Pixeln um sie berechnet. fill: auch Pixel ohne Daten werden berechnet, wo das Fenster ein gültiges hat, sodass Lücken schrumpfen. propagate: ein Pixel, dessen Fenster eine Lücke berührt, wird zur Lücke. Beim TPI von 3 x 3 Pixeln gilt propagate, wo nichts verlangt ist, wie bei gdaldem; bei anderen Geländefiltern von 3 x 3 immer.</translation>
    </message>
    <message>
      <source>Valid pixels that a window must hold</source>
      <translation>Gültige Pixel, die ein Fenster haben muss</translation>
    </message>
    <message>
      <source>Where the window holds fewer valid pixels the result is nodata.</source>
      <translation>Wo das Fenster weniger gültige Pixel hat, ist das Ergebnis eine Lücke.</translation>
    </message>
    <message>
      <source>At the raster's edge</source>
      <translation>Am Rand des Rasters</translation>
    </message>
    <message>
      <source>shrink: the window ends at the edge. reflect: pixels are mirrored (d c b a | a b c d | d c b a). nearest: the outermost pixel is repeated.</source>
      <translation>shrink: das Fenster endet am Rand. reflect: Pixel werden gespiegelt (d c b a | a b c d | d c b a). nearest: das äußerste Pixel wird wiederholt.</translation>
    </message>
    <message>
      <source>Your function: Python file</source>
      <translation>Ihre Funktion: Python-Datei</translation>
    </message>
    <message>
      <source>A Python file with your own function; choose custom as the filter.</source>
      <translation>Eine Python-Datei mit Ihrer eigenen Funktion; wählen Sie custom als Filter.</translation>
    </message>
    <message>
      <source>The file is executed on this computer, outside QGIS, with your rights: only name files that you trust.</source>
      <translation>Die Datei wird auf diesem Rechner ausgeführt, außerhalb von QGIS, mit Ihren Rechten: Nennen Sie nur Dateien, denen Sie trauen.</translation>
    </message>
    <message>
      <source>Your function: name</source>
      <translation>Ihre Funktion: Name</translation>
    </message>
    <message>
      <source>The name of the function in the file. It takes a tile as a Raster, or as a 2-D array with NaN for nodata where its first parameter is annotated as numpy.ndarray.</source>
      <translation>Der Name der Funktion in der Datei. Sie nimmt eine Kachel als Raster, oder als 2-D-Array mit NaN für Lücken, wo ihr erster Parameter als numpy.ndarray annotiert ist.</translation>
    </message>
    <message>
      <source>Your function: arguments, as JSON</source>
      <translation>Ihre Funktion: Argumente als JSON</translation>
    </message>
    <message>
      <source>Keyword arguments as a JSON object, such as {"threshold": 3}. They are never evaluated.</source>
      <translation>Schlüsselwortargumente als JSON-Objekt, etwa {"threshold": 3}. Sie werden nie ausgewertet.</translation>
    </message>
    <message>
      <source>Your function: margin, pixels</source>
      <translation>Ihre Funktion: Rand in Pixeln</translation>
    </message>
    <message>
      <source>Pixels of margin around each tile that the function sees; the margin of its result is cut off.</source>
      <translation>Pixel Rand um jede Kachel, die die Funktion sieht; der Rand ihres Ergebnisses wird abgeschnitten.</translation>
    </message>
    <message>
      <source>Mask: polygons, or a raster</source>
      <translation>Maske: Polygone oder ein Raster</translation>
    </message>
    <message>
      <source>Results are wanted only here: in polygons, in any CRS, by the centres of pixels; or where the first band of a raster on the same grid is not zero. What lies far outside is not even read.</source>
      <translation>Nur hier sind Ergebnisse gewünscht: in Polygonen, in jedem KBS, nach den Mittelpunkten der Pixel; oder wo der erste Kanal eines Rasters auf demselben Gitter nicht null ist. Was weit außerhalb liegt, wird nicht einmal gelesen.</translation>
    </message>
    <message>
      <source>Selected polygons only</source>
      <translation>Nur gewählte Polygone</translation>
    </message>
    <message>
      <source>Of a mask that is a layer of polygons only the selected features count.</source>
      <translation>Von einer Maske, die ein Layer von Polygonen ist, zählen nur die gewählten Objekte.</translation>
    </message>
    <message>
      <source>Pixels outside the mask</source>
      <translation>Pixel außerhalb der Maske</translation>
    </message>
    <message>
      <source>compute: they get no result, but windows still see them. see: they count as nodata, for windows too.</source>
      <translation>compute: sie erhalten kein Ergebnis, doch Fenster sehen sie noch. see: sie zählen als Nodata, auch für Fenster.</translation>
    </message>
    <message>
      <source>Further rasters that make one with the first</source>
      <translation>Weitere Raster, die mit dem ersten eines bilden</translation>
    </message>
    <message>
      <source>Neighbouring sheets, say: rasters of the same CRS, type, bands and pixel grid are read as one. Windows reach across their borders, what lies between them is nodata, and where they overlap later ones lie upon earlier ones.</source>
      <translation>Benachbarte Kartenblätter etwa: Raster mit gleichem KBS, Typ, gleichen Kanälen und gleichem Pixelraster werden als eines gelesen. Fenster reichen über ihre Grenzen, was zwischen ihnen liegt, ist ohne Daten, und wo sie sich überlappen, liegen spätere auf früheren.</translation>
    </message>
    <message>
      <source>Area (empty: the whole raster)</source>
      <translation>Ausschnitt (leer: das ganze Raster)</translation>
    </message>
    <message>
      <source>Only this part. It is reprojected to the raster's CRS and grows to whole pixels; pixels around it are still read where a filter needs them.</source>
      <translation>Nur dieser Teil. Er wird in das KBS des Rasters umprojiziert und wächst auf ganze Pixel; Pixel darum werden weiterhin gelesen, wo ein Filter sie braucht.</translation>
    </message>
    <message>
      <source>Tile size, pixels (0: choose for me)</source>
      <translation>Kachelgröße in Pixeln (0: automatisch)</translation>
    </message>
    <message>
      <source>Side of a tile in pixels. 0 chooses one that suits the file's blocks, the filter's margin, the workers and the memory limit. The result never depends on it.</source>
      <translation>Seite einer Kachel in Pixeln. 0 wählt eine, die zu den Blöcken der Datei, dem Rand des Filters, den Arbeitern und der Speichergrenze passt. Das Ergebnis hängt nie davon ab.</translation>
    </message>
    <message>
      <source>How the work is shared</source>
      <translation>Wie die Arbeit verteilt wird</translation>
    </message>
    <message>
      <source>auto: what suits the filter. basic: one tile after the other in one process: for small rasters and for looking into a problem. threads: several tiles at once in one process, without copies between processes: pays where the function releases Python's lock, as NumPy, SciPy and GDAL mostly do. multi: several tiles at once, each worker a process of its own: pays for every function, can be stopped at any moment, and survives a crash in one tile. The result is the same, bit for bit.</source>
      <translation>auto: was zum Filter passt. basic: eine Kachel nach der anderen in einem Prozess: für kleine Raster und um einem Problem nachzugehen. threads: mehrere Kacheln zugleich in einem Prozess, ohne Kopien zwischen Prozessen: lohnt sich, wo die Funktion Pythons Sperre freigibt, wie NumPy, SciPy und GDAL meist. multi: mehrere Kacheln zugleich, jeder Arbeiter ein eigener Prozess: lohnt sich für jede Funktion, lässt sich jederzeit anhalten und übersteht einen Absturz in einer Kachel. Das Ergebnis ist dasselbe, Bit für Bit.</translation>
    </message>
    <message>
      <source>Workers (0: choose for me)</source>
      <translation>Arbeiter (0: automatisch)</translation>
    </message>
    <message>
      <source>How many tiles are worked on at the same time. 0 takes the provider's setting in QGIS, else one for each core.</source>
      <translation>Wie viele Kacheln zugleich bearbeitet werden. 0 nimmt die Einstellung des Anbieters in QGIS, sonst einen je Kern.</translation>
    </message>
    <message>
      <source>Memory limit, MB (0: choose for me)</source>
      <translation>Speichergrenze in MB (0: automatisch)</translation>
    </message>
    <message>
      <source>What the tiles in flight may take over all workers. 0 takes the provider's setting in QGIS, else a share of the machine's memory.</source>
      <translation>Was die Kacheln in Arbeit bei allen Arbeitern belegen dürfen. 0 nimmt die Einstellung des Anbieters in QGIS, sonst einen Teil des Arbeitsspeichers.</translation>
    </message>
    <message>
      <source>Nodata value of the output</source>
      <translation>Nodata-Wert der Ausgabe</translation>
    </message>
    <message>
      <source>A number, or nan. Empty: the input's where the output's type holds it, else a fitting one.</source>
      <translation>Eine Zahl oder nan. Leer: der der Eingabe, wo der Typ der Ausgabe ihn fasst, sonst ein passender.</translation>
    </message>
    <message>
      <source>Creation options</source>
      <translation>Erzeugungsoptionen</translation>
    </message>
    <message>
      <source>Options of the output's format, as COMPRESS=ZSTD|BLOCKXSIZE=512. They win over the defaults: tiled, compressed with the right predictor, BIGTIFF=IF_SAFER. DRIVER=COG writes a cloud optimised GeoTIFF.</source>
      <translation>Optionen des Ausgabeformats, wie COMPRESS=ZSTD|BLOCKXSIZE=512. Sie gelten vor den Vorgaben: gekachelt, mit dem richtigen Prädiktor gepackt, BIGTIFF=IF_SAFER. DRIVER=COG schreibt ein Cloud Optimized GeoTIFF.</translation>
    </message>
    <message>
      <source>Type of the output</source>
      <translation>Typ der Ausgabe</translation>
    </message>
    <message>
      <source>auto: the input's type where the filter keeps values, else a type that holds the result. With another type values are rounded and clipped, never wrapped.</source>
      <translation>auto: der Typ der Eingabe, wo der Filter Werte erhält, sonst ein Typ, der das Ergebnis fasst. Bei einem anderen Typ werden Werte gerundet und begrenzt, nie umgebrochen.</translation>
    </message>
    <message>
      <source>Format of the output</source>
      <translation>Format der Ausgabe</translation>
    </message>
    <message>
      <source>auto: by the extension of the output's name. gtiff: GeoTIFF. cog: cloud optimised GeoTIFF, which opens fast over a network and holds smaller versions of itself.</source>
      <translation>auto: nach der Endung des Ausgabenamens. gtiff: GeoTIFF. cog: Cloud Optimized GeoTIFF, das sich über ein Netz schnell öffnet und kleinere Fassungen seiner selbst enthält.</translation>
    </message>
    <message>
      <source>Overviews (reduced copies) in the output</source>
      <translation>Übersichten (verkleinerte Kopien) in der Ausgabe</translation>
    </message>
    <message>
      <source>auto: GeoTIFFs of more than 2048 pixels get overviews and statistics in the same run, so that they are shown at once; averaged, or nearest where pixels are classes or angles. yes: smaller ones too. no: none.</source>
      <translation>auto: GeoTIFFs von mehr als 2048 Pixeln erhalten im selben Lauf Übersichten und Statistik, sodass sie sofort angezeigt werden; gemittelt, oder das nächste Pixel, wo Pixel Klassen oder Winkel sind. yes: auch kleinere. no: keine.</translation>
    </message>
    <message>
      <source>Aspect</source>
      <translation>Exposition</translation>
    </message>
    <message>
      <source>Roughness</source>
      <translation>Rauheit</translation>
    </message>
    <message>
      <source>Focal</source>
      <translation>Fokal</translation>
    </message>
    <message>
      <source>Smoothing</source>
      <translation>Glättung</translation>
    </message>
    <message>
      <source>Edges</source>
      <translation>Kanten</translation>
    </message>
    <message>
      <source>Terrain</source>
      <translation>Gelände</translation>
    </message>
    <message>
      <source>Your own</source>
      <translation>Eigenes</translation>
    </message>
    <message>
      <source>Your own function</source>
      <translation>Eigene Funktion</translation>
    </message>
    <message>
      <source>Mean of the valid pixels of the window, weighted if the window is a matrix of weights.</source>
      <translation>Mittelwert der gültigen Pixel des Fensters, gewichtet, wenn das Fenster eine Matrix von Gewichten ist.</translation>
    </message>
    <message>
      <source>Median of the valid pixels of the window; of an even number, the mean of the two middle ones.</source>
      <translation>Median der gültigen Pixel des Fensters; bei gerader Zahl der Mittelwert der beiden mittleren.</translation>
    </message>
    <message>
      <source>Smallest of the valid pixels of the window.</source>
      <translation>Kleinstes der gültigen Pixel des Fensters.</translation>
    </message>
    <message>
      <source>Largest of the valid pixels of the window.</source>
      <translation>Größtes der gültigen Pixel des Fensters.</translation>
    </message>
    <message>
      <source>Largest minus smallest of the valid pixels of the window.</source>
      <translation>Größtes minus kleinstes der gültigen Pixel des Fensters.</translation>
    </message>
    <message>
      <source>Sum of the valid pixels of the window, weighted if the window is a matrix of weights.</source>
      <translation>Summe der gültigen Pixel des Fensters, gewichtet, wenn das Fenster eine Matrix von Gewichten ist.</translation>
    </message>
    <message>
      <source>Standard deviation of the valid pixels of the window, divided by their count (not count minus one).</source>
      <translation>Standardabweichung der gültigen Pixel des Fensters, geteilt durch ihre Zahl (nicht Zahl minus eins).</translation>
    </message>
    <message>
      <source>Variance of the valid pixels of the window, divided by their count (not count minus one).</source>
      <translation>Varianz der gültigen Pixel des Fensters, geteilt durch ihre Zahl (nicht Zahl minus eins).</translation>
    </message>
    <message>
      <source>Percentile of the valid pixels of the window, linear between ranks.</source>
      <translation>Perzentil der gültigen Pixel des Fensters, linear zwischen den Rängen.</translation>
    </message>
    <message>
      <source>Most frequent of the valid pixels of the window; of equally frequent values the smallest.</source>
      <translation>Häufigstes der gültigen Pixel des Fensters; von gleich häufigen Werten der kleinste.</translation>
    </message>
    <message>
      <source>Least frequent of the valid pixels of the window; of equally rare values the smallest.</source>
      <translation>Seltenstes der gültigen Pixel des Fensters; von gleich seltenen Werten der kleinste.</translation>
    </message>
    <message>
      <source>Number of different values among the valid pixels of the window.</source>
      <translation>Zahl verschiedener Werte unter den gültigen Pixeln des Fensters.</translation>
    </message>
    <message>
      <source>Number of valid pixels in the window.</source>
      <translation>Zahl der gültigen Pixel im Fenster.</translation>
    </message>
    <message>
      <source>Mean with Gaussian weights, normalised over the valid pixels, so that gaps do not darken their surroundings.</source>
      <translation>Mittelwert mit Gauß-Gewichten, normiert über die gültigen Pixel, sodass Lücken ihre Umgebung nicht verdunkeln.</translation>
    </message>
    <message>
      <source>Pixels further than a threshold from the Gaussian mean of their surroundings become no data; others stay.</source>
      <translation>Pixel, die weiter als eine Schwelle vom Gauß-Mittel ihrer Umgebung liegen, werden zu Lücken; andere bleiben.</translation>
    </message>
    <message>
      <source>Pixels without data get the mean of the valid pixels within a distance, nearer ones weighing more; others stay.</source>
      <translation>Pixel ohne Daten erhalten das Mittel der gültigen Pixel in einem Umkreis, nahe zählen mehr; andere bleiben.</translation>
    </message>
    <message>
      <source>Gradient of three by three pixels with the weights 1 2 1, which marks edges.</source>
      <translation>Gradient von drei mal drei Pixeln mit den Gewichten 1 2 1, der Kanten zeigt.</translation>
    </message>
    <message>
      <source>Gradient of three by three pixels with the weights 1 1 1, which marks edges.</source>
      <translation>Gradient von drei mal drei Pixeln mit den Gewichten 1 1 1, der Kanten zeigt.</translation>
    </message>
    <message>
      <source>Sum of the neighbours' differences from the pixel: positive in pits, negative on peaks.</source>
      <translation>Summe der Differenzen der Nachbarn zum Pixel: positiv in Mulden, negativ auf Kuppen.</translation>
    </message>
    <message>
      <source>Laplacian of the raster smoothed by a Gaussian, which marks spots of about 1.4 sigma in radius.</source>
      <translation>Laplace des mit einer Gaußkurve geglätteten Rasters, der Flecken von etwa 1,4 Sigma Radius zeigt.</translation>
    </message>
    <message>
      <source>Maximum of the minima: peaks and ridges smaller than the window vanish, all else stays.</source>
      <translation>Maximum der Minima: Kuppen und Grate, die kleiner als das Fenster sind, verschwinden, alles andere bleibt.</translation>
    </message>
    <message>
      <source>Minimum of the maxima: pits and valleys smaller than the window vanish, all else stays.</source>
      <translation>Minimum der Maxima: Mulden und Täler, die kleiner als das Fenster sind, verschwinden, alles andere bleibt.</translation>
    </message>
    <message>
      <source>The raster minus its opening: how far peaks and ridges smaller than the window stand out.</source>
      <translation>Das Raster minus seine Öffnung: wie weit Kuppen und Grate herausragen, die kleiner als das Fenster sind.</translation>
    </message>
    <message>
      <source>The closing minus the raster: how deep pits and valleys smaller than the window are.</source>
      <translation>Die Schließung minus das Raster: wie tief Mulden und Täler sind, die kleiner als das Fenster sind.</translation>
    </message>
    <message>
      <source>The pixel minus the mean of the valid pixels of its window: local relief, also beside gaps.</source>
      <translation>Das Pixel minus den Mittelwert der gültigen Pixel seines Fensters: lokales Relief, auch neben Lücken.</translation>
    </message>
    <message>
      <source>The pixel minus the mean of its window, in standard deviations of the window; 0 where all pixels are equal.</source>
      <translation>Das Pixel minus den Mittelwert seines Fensters, in Standardabweichungen des Fensters; 0, wo alle Pixel gleich sind.</translation>
    </message>
    <message>
      <source>Steepest slope of the ground, in degrees or percent, as gdaldem computes it.</source>
      <translation>Größte Neigung des Geländes in Grad oder Prozent, wie gdaldem sie berechnet.</translation>
    </message>
    <message>
      <source>Direction in which the ground falls, in degrees clockwise from north; flat ground has no data.</source>
      <translation>Richtung, in die das Gelände fällt, in Grad im Uhrzeigersinn von Norden; ebenes Gelände hat keine Daten.</translation>
    </message>
    <message>
      <source>Brightness of the ground under a light, from 1 (shade) to 255; 0 is no data.</source>
      <translation>Helligkeit des Geländes unter einem Licht, von 1 (Schatten) bis 255; 0 bedeutet keine Daten.</translation>
    </message>
    <message>
      <source>The pixel minus the mean of the other valid pixels of its window, as gdaldem computes it for 3 x 3.</source>
      <translation>Das Pixel minus den Mittelwert der anderen gültigen Pixel seines Fensters, wie gdaldem es für 3 x 3 berechnet.</translation>
    </message>
    <message>
      <source>How much the eight neighbours differ from the pixel.</source>
      <translation>Wie sehr die acht Nachbarn vom Pixel abweichen.</translation>
    </message>
    <message>
      <source>Largest difference between any two of the three by three pixels.</source>
      <translation>Größte Differenz zwischen je zweien der drei mal drei Pixel.</translation>
    </message>
    <message>
      <source>A Python function in a file of yours, called on every tile.</source>
      <translation>Eine Python-Funktion in einer Datei von Ihnen, für jede Kachel aufgerufen.</translation>
    </message>
    <message>
      <source>Square</source>
      <translation>Quadrat</translation>
    </message>
    <message>
      <source>Rectangle</source>
      <translation>Rechteck</translation>
    </message>
    <message>
      <source>Circle</source>
      <translation>Kreis</translation>
    </message>
    <message>
      <source>Annulus</source>
      <translation>Ring</translation>
    </message>
    <message>
      <source>Magnitude</source>
      <translation>Betrag</translation>
    </message>
    <message>
      <source>Columns</source>
      <translation>Spalten</translation>
    </message>
    <message>
      <source>Rows</source>
      <translation>Zeilen</translation>
    </message>
    <message>
      <source>4</source>
      <translation>4</translation>
    </message>
    <message>
      <source>8</source>
      <translation>8</translation>
    </message>
    <message>
      <source>Degrees</source>
      <translation>Grad</translation>
    </message>
    <message>
      <source>Percent</source>
      <translation>Prozent</translation>
    </message>
    <message>
      <source>Single</source>
      <translation>Einzeln</translation>
    </message>
    <message>
      <source>Multidirectional</source>
      <translation>Mehrere Richtungen</translation>
    </message>
    <message>
      <source>Riley</source>
      <translation>Riley</translation>
    </message>
    <message>
      <source>Wilson</source>
      <translation>Wilson</translation>
    </message>
    <message>
      <source>Pixels</source>
      <translation>Pixel</translation>
    </message>
    <message>
      <source>Map</source>
      <translation>Karte</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <source>Fill</source>
      <translation>Füllen</translation>
    </message>
    <message>
      <source>Propagate</source>
      <translation>Ausbreiten</translation>
    </message>
    <message>
      <source>Shrink</source>
      <translation>Schrumpfen</translation>
    </message>
    <message>
      <source>Reflect</source>
      <translation>Spiegeln</translation>
    </message>
    <message>
      <source>Nearest</source>
      <translation>Nächstes</translation>
    </message>
    <message>
      <source>No result there, but windows see them</source>
      <translation>Dort kein Ergebnis, doch Fenster sehen sie</translation>
    </message>
    <message>
      <source>Nodata, for windows too</source>
      <translation>Nodata, auch für Fenster</translation>
    </message>
    <message>
      <source>Auto</source>
      <translation>Automatisch</translation>
    </message>
    <message>
      <source>Basic</source>
      <translation>Einfach</translation>
    </message>
    <message>
      <source>Threads</source>
      <translation>Threads</translation>
    </message>
    <message>
      <source>Multi</source>
      <translation>Prozesse</translation>
    </message>
    <message>
      <source>Uint8</source>
      <translation>Uint8</translation>
    </message>
    <message>
      <source>Int8</source>
      <translation>Int8</translation>
    </message>
    <message>
      <source>Uint16</source>
      <translation>Uint16</translation>
    </message>
    <message>
      <source>Int16</source>
      <translation>Int16</translation>
    </message>
    <message>
      <source>Uint32</source>
      <translation>Uint32</translation>
    </message>
    <message>
      <source>Int32</source>
      <translation>Int32</translation>
    </message>
    <message>
      <source>Uint64</source>
      <translation>Uint64</translation>
    </message>
    <message>
      <source>Int64</source>
      <translation>Int64</translation>
    </message>
    <message>
      <source>Float32</source>
      <translation>Float32</translation>
    </message>
    <message>
      <source>Float64</source>
      <translation>Float64</translation>
    </message>
    <message>
      <source>GeoTIFF</source>
      <translation>GeoTIFF</translation>
    </message>
    <message>
      <source>COG</source>
      <translation>COG</translation>
    </message>
    <message>
      <source>Yes</source>
      <translation>Ja</translation>
    </message>
    <message>
      <source>No</source>
      <translation>Nein</translation>
    </message>
    <message>
      <source>Filtered raster</source>
      <translation>Gefiltertes Raster</translation>
    </message>
    <message>
      <source>Statistics</source>
      <translation>Statistiken</translation>
    </message>
    <message>
      <source>What to measure, over the whole raster or the area chosen.</source>
      <translation>Was gemessen wird, über das ganze Raster oder den gewählten Ausschnitt.</translation>
    </message>
    <message>
      <source>Percentiles</source>
      <translation>Perzentile</translation>
    </message>
    <message>
      <source>Numbers from 0 to 100 separated by a semicolon, as in 5;50;95. They are exact.</source>
      <translation>Zahlen von 0 bis 100, durch Semikolon getrennt, wie in 5;50;95. Sie sind exakt.</translation>
    </message>
    <message>
      <source>Bins of the histogram (0: none)</source>
      <translation>Klassen des Histogramms (0: keins)</translation>
    </message>
    <message>
      <source>Bins of equal width between minimum and maximum, in JSON and in the report.</source>
      <translation>Gleich breite Klassen zwischen Minimum und Maximum, in JSON und im Bericht.</translation>
    </message>
    <message>
      <source>A Python file with your own function; it is also called on each tile.</source>
      <translation>Eine Python-Datei mit Ihrer eigenen Funktion; sie wird auch für jede Kachel aufgerufen.</translation>
    </message>
    <message>
      <source>Side of the squares of which statistics are wanted (0: the tiles of the run)</source>
      <translation>Seite der Quadrate mit Statistiken (0: die Kacheln des Laufs)</translation>
    </message>
    <message>
      <source>In the layer of tiles there is a polygon with its statistics for each square of this side. In units of the map it is rounded to whole pixels.</source>
      <translation>Im Layer der Kacheln steht für jedes Quadrat dieser Seite ein Polygon mit seinen Statistiken. In Einheiten der Karte wird auf ganze Pixel gerundet.</translation>
    </message>
    <message>
      <source>Unit of that side</source>
      <translation>Einheit dieser Seite</translation>
    </message>
    <message>
      <source>pixels: of the raster. map: units of the raster's CRS, as metres or degrees.</source>
      <translation>pixels: des Rasters. map: Einheiten des KBS des Rasters, etwa Meter oder Grad.</translation>
    </message>
    <message>
      <source>Statistics of each tile</source>
      <translation>Statistiken jeder Kachel</translation>
    </message>
    <message>
      <source>Table (CSV)</source>
      <translation>Tabelle (CSV)</translation>
    </message>
    <message>
      <source>CSV files (*.csv)</source>
      <translation>CSV-Dateien (*.csv)</translation>
    </message>
    <message>
      <source>JSON</source>
      <translation>JSON</translation>
    </message>
    <message>
      <source>JSON files (*.json)</source>
      <translation>JSON-Dateien (*.json)</translation>
    </message>
    <message>
      <source>Report (HTML)</source>
      <translation>Bericht (HTML)</translation>
    </message>
    <message>
      <source>HTML files (*.html)</source>
      <translation>HTML-Dateien (*.html)</translation>
    </message>
    <message>
      <source>Count</source>
      <translation>Anzahl</translation>
    </message>
    <message>
      <source>Percentage valid</source>
      <translation>Anteil gültig</translation>
    </message>
    <message>
      <source>Min</source>
      <translation>Min</translation>
    </message>
    <message>
      <source>Max</source>
      <translation>Max</translation>
    </message>
    <message>
      <source>Sum of squares</source>
      <translation>Quadratsumme</translation>
    </message>
    <message>
      <source>Std</source>
      <translation>Std</translation>
    </message>
    <message>
      <source>Coefficient of variation</source>
      <translation>Variationskoeffizient</translation>
    </message>
    <message>
      <source>Rmse</source>
      <translation>Rmse</translation>
    </message>
    <message>
      <source>Iqr</source>
      <translation>Iqr</translation>
    </message>
    <message>
      <source>Le90</source>
      <translation>Le90</translation>
    </message>
    <message>
      <source>Nmad</source>
      <translation>Nmad</translation>
    </message>
    <message>
      <source>Mode</source>
      <translation>Modus</translation>
    </message>
    <message>
      <source>Entropy</source>
      <translation>Entropie</translation>
    </message>
    <message>
      <source>Skewness</source>
      <translation>Schiefe</translation>
    </message>
    <message>
      <source>Kurtosis</source>
      <translation>Wölbung</translation>
    </message>
    <message>
      <source>All pixels</source>
      <translation>Alle Pixel</translation>
    </message>
    <message>
      <source>Valid pixels</source>
      <translation>Gültige Pixel</translation>
    </message>
    <message>
      <source>Valid share</source>
      <translation>Gültiger Anteil</translation>
    </message>
    <message>
      <source>Root mean square</source>
      <translation>Quadratisches Mittel</translation>
    </message>
    <message>
      <source>Interquartile range</source>
      <translation>Quartilsabstand</translation>
    </message>
    <message>
      <source>LE90</source>
      <translation>LE90</translation>
    </message>
    <message>
      <source>NMAD</source>
      <translation>NMAD</translation>
    </message>
    <message>
      <source>Number of pixels, valid or not.</source>
      <translation>Zahl der Pixel, gültig oder nicht.</translation>
    </message>
    <message>
      <source>Number of pixels with a value.</source>
      <translation>Zahl der Pixel mit einem Wert.</translation>
    </message>
    <message>
      <source>Valid pixels in percent of all pixels.</source>
      <translation>Gültige Pixel in Prozent aller Pixel.</translation>
    </message>
    <message>
      <source>Smallest valid value.</source>
      <translation>Kleinster gültiger Wert.</translation>
    </message>
    <message>
      <source>Largest valid value.</source>
      <translation>Größter gültiger Wert.</translation>
    </message>
    <message>
      <source>Largest less smallest valid value.</source>
      <translation>Größter minus kleinster gültiger Wert.</translation>
    </message>
    <message>
      <source>Sum of the valid pixels.</source>
      <translation>Summe der gültigen Pixel.</translation>
    </message>
    <message>
      <source>Sum of the squared valid pixels.</source>
      <translation>Summe der quadrierten gültigen Pixel.</translation>
    </message>
    <message>
      <source>Arithmetic mean of the valid pixels.</source>
      <translation>Arithmetisches Mittel der gültigen Pixel.</translation>
    </message>
    <message>
      <source>Square root of the variance, dividing by n.</source>
      <translation>Wurzel der Varianz, geteilt durch n.</translation>
    </message>
    <message>
      <source>Mean squared deviation from the mean, dividing by n.</source>
      <translation>Mittlere quadrierte Abweichung vom Mittelwert, geteilt durch n.</translation>
    </message>
    <message>
      <source>Standard deviation divided by the mean; empty where the mean is 0.</source>
      <translation>Standardabweichung geteilt durch den Mittelwert; leer, wo der Mittelwert 0 ist.</translation>
    </message>
    <message>
      <source>Square root of the mean squared value: the RMSE when the raster holds differences.</source>
      <translation>Wurzel des mittleren quadrierten Wertes: der RMSE, wenn das Raster Differenzen enthält.</translation>
    </message>
    <message>
      <source>The middle value, exact at any size.</source>
      <translation>Der mittlere Wert, exakt bei jeder Größe.</translation>
    </message>
    <message>
      <source>75th less 25th percentile.</source>
      <translation>75. minus 25. Perzentil.</translation>
    </message>
    <message>
      <source>Linear error with 90 % confidence: 95th less 5th percentile.</source>
      <translation>Linearer Fehler mit 90 % Sicherheit: 95. minus 5. Perzentil.</translation>
    </message>
    <message>
      <source>Normalised median absolute deviation: 1.4826 times the median distance from the median.</source>
      <translation>Normierte mediane absolute Abweichung: 1,4826 mal der Median der Abstände vom Median.</translation>
    </message>
    <message>
      <source>The most frequent value, the smallest of several.</source>
      <translation>Der häufigste Wert, von mehreren der kleinste.</translation>
    </message>
    <message>
      <source>Number of different values.</source>
      <translation>Zahl verschiedener Werte.</translation>
    </message>
    <message>
      <source>Shannon's entropy in bits, of the values of integers and of the histogram's bins (256 by default) of floats.</source>
      <translation>Shannons Entropie in Bit, der Werte ganzer Zahlen und der Klassen des Histogramms (256 als Vorgabe) bei Dezimalzahlen.</translation>
    </message>
    <message>
      <source>Third central moment over the cubed standard deviation: 0 for symmetric data; empty for constant data.</source>
      <translation>Drittes zentrales Moment durch die dritte Potenz der Standardabweichung: 0 für symmetrische Daten; leer für konstante.</translation>
    </message>
    <message>
      <source>Fourth central moment over the squared variance, less 3: 0 for normal data; empty for constant data.</source>
      <translation>Viertes zentrales Moment durch die quadrierte Varianz, minus 3: 0 für normalverteilte Daten; leer für konstante.</translation>
    </message>
    <message>
      <source>Statistic</source>
      <translation>Statistik</translation>
    </message>
    <message>
      <source>Focal statistics</source>
      <translation>Fokale Statistik</translation>
    </message>
    <message>
      <source>Smoothed raster</source>
      <translation>Geglättetes Raster</translation>
    </message>
    <message>
      <source>Filled raster</source>
      <translation>Gefülltes Raster</translation>
    </message>
    <message>
      <source>Raster without outliers</source>
      <translation>Raster ohne Ausreißer</translation>
    </message>
    <message>
      <source>Method</source>
      <translation>Verfahren</translation>
    </message>
    <message>
      <source>Operation</source>
      <translation>Operation</translation>
    </message>
    <message>
      <source>Morphology</source>
      <translation>Morphologie</translation>
    </message>
    <message>
      <source>TPI</source>
      <translation>TPI</translation>
    </message>
    <message>
      <source>Index</source>
      <translation>Index</translation>
    </message>
    <message>
      <source>Ruggedness</source>
      <translation>Rauigkeit</translation>
    </message>
    <message>
      <source>Measure</source>
      <translation>Maß</translation>
    </message>
    <message>
      <source>Local relief</source>
      <translation>Lokales Relief</translation>
    </message>
    <message>
      <source>Zones: polygons, or a raster</source>
      <translation>Zonen: Polygone oder ein Raster</translation>
    </message>
    <message>
      <source>A layer of polygons, in any CRS; overlapping ones are each measured by themselves. Or a raster of whole numbers on the same grid: all pixels with one number are a zone.</source>
      <translation>Ein Polygonlayer in beliebigem KBS; überlappende Polygone werden jedes für sich gemessen. Oder ein Raster ganzer Zahlen auf demselben Gitter: alle Pixel mit einer Zahl sind eine Zone.</translation>
    </message>
    <message>
      <source>Measure only the features that are selected in the layer of zones.</source>
      <translation>Nur die Objekte messen, die im Layer der Zonen gewählt sind.</translation>
    </message>
    <message>
      <source>What to measure in each zone.</source>
      <translation>Was in jeder Zone gemessen wird.</translation>
    </message>
    <message>
      <source>Numbers from 0 to 100 separated by a semicolon, as in 5;50;95.</source>
      <translation>Zahlen von 0 bis 100, durch Semikolon getrennt, wie in 5;50;95.</translation>
    </message>
    <message>
      <source>Pixels of a polygon</source>
      <translation>Pixel eines Polygons</translation>
    </message>
    <message>
      <source>centre: those whose centre lies within. touched: all that any part of the polygon lies in. share: all of these, each by the share of it that is covered.</source>
      <translation>centre: die, deren Mitte darin liegt. touched: alle, in denen ein Teil des Polygons liegt. share: alle diese, jedes mit dem Anteil, der bedeckt ist.</translation>
    </message>
    <message>
      <source>Band with the numbers of the zones</source>
      <translation>Kanal mit den Nummern der Zonen</translation>
    </message>
    <message>
      <source>Where the zones are a raster: the band whose whole numbers tell them apart.</source>
      <translation>Wo die Zonen ein Raster sind: der Kanal, dessen ganze Zahlen sie unterscheiden.</translation>
    </message>
    <message>
      <source>Prefix of the fields</source>
      <translation>Präfix der Felder</translation>
    </message>
    <message>
      <source>Stands before the name of each statistic.</source>
      <translation>Steht vor dem Namen jeder Statistik.</translation>
    </message>
    <message>
      <source>Zones with statistics</source>
      <translation>Zonen mit Statistiken</translation>
    </message>
    <message>
      <source>Shares of classes (CSV)</source>
      <translation>Anteile der Klassen (CSV)</translation>
    </message>
    <message>
      <source>Centre</source>
      <translation>Mitte</translation>
    </message>
    <message>
      <source>Touched</source>
      <translation>Berührt</translation>
    </message>
    <message>
      <source>Share</source>
      <translation>Anteil</translation>
    </message>
    <message>
      <source>Number of zones</source>
      <translation>Zahl der Zonen</translation>
    </message>
    <message>
      <source>Python file</source>
      <translation>Python-Datei</translation>
    </message>
    <message>
      <source>A Python file with your own function.</source>
      <translation>Eine Python-Datei mit Ihrer eigenen Funktion.</translation>
    </message>
    <message>
      <source>Function</source>
      <translation>Funktion</translation>
    </message>
    <message>
      <source>Arguments, as JSON</source>
      <translation>Argumente als JSON</translation>
    </message>
    <message>
      <source>Margin, pixels</source>
      <translation>Rand in Pixeln</translation>
    </message>
    <message>
      <source>Result of the function</source>
      <translation>Ergebnis der Funktion</translation>
    </message>
    <message>
      <source>Tiles</source>
      <translation>Kacheln</translation>
    </message>
    <message>
      <source>Margin for the function</source>
      <translation>Rand für die Funktion</translation>
    </message>
    <message>
      <source>Report on the engine (HTML)</source>
      <translation>Bericht (HTML)</translation>
    </message>
    <message>
      <source>Report</source>
      <translation>Bericht</translation>
    </message>
    <message>
      <source>focal,neighbourhood,neighborhood,window,smooth,denoise,convolution,large,parallel,python</source>
      <translation>fokal,Nachbarschaft,Umgebung,Fenster,glätten,entrauschen,Faltung,groß,parallel,python</translation>
    </message>
    <message>
      <source>All in one</source>
      <translation>Alles in einem</translation>
    </message>
    <message>
      <source>Tiled filter (save)</source>
      <translation>Kachelfilter (speichern)</translation>
    </message>
    <message>
      <source>Filters a raster of any size tile by tile, on all cores, into a new raster.</source>
      <translation>Filtert ein Raster beliebiger Größe Kachel für Kachel auf allen Kernen in ein neues Raster.</translation>
    </message>
    <message>
      <source>Filters a raster of any size into a new one. The raster is cut into tiles with a margin, the tiles are worked on by all cores, and the result is that of the whole raster at once, bit for bit. The work happens outside QGIS, in bounded memory, and can be cancelled at any moment; an existing output is replaced only when the new one is whole.</source>
      <translation>Filtert ein Raster beliebiger Größe in ein neues. Das Raster wird in Kacheln mit einem Rand geschnitten, alle Kerne arbeiten an den Kacheln, und das Ergebnis ist das des ganzen Rasters auf einmal, Bit für Bit. Die Arbeit geschieht außerhalb von QGIS, in begrenztem Speicher, und lässt sich jederzeit abbrechen; eine vorhandene Ausgabe wird erst ersetzt, wenn die neue vollständig ist.</translation>
    </message>
    <message>
      <source>The filters, by the names that scripts and models use:</source>
      <translation>Die Filter, mit den Namen, die Skripte und Modelle verwenden:</translation>
    </message>
    <message>
      <source>your own Python function: choose its file and name under Advanced parameters.</source>
      <translation>Ihre eigene Python-Funktion: wählen Sie Datei und Namen unter den erweiterten Parametern.</translation>
    </message>
    <message>
      <source>In scripts and on the command line bands are separated by a comma or a semicolon: BANDS=1,2.</source>
      <translation>In Skripten und auf der Kommandozeile werden Kanäle durch Komma oder Semikolon getrennt: BANDS=1,2.</translation>
    </message>
    <message>
      <source>Preview, in the dialog, shows what the map shows before and after, with a line to be dragged between: at full resolution, at most 1,024 x 1,024 pixels. It goes through the same engine, and its pixels are those of the run.</source>
      <translation>Vorschau im Dialog zeigt den Ausschnitt der Karte vorher und nachher, mit einer verschiebbaren Linie dazwischen: in voller Auflösung, höchstens 1.024 x 1.024 Pixel. Sie läuft durch denselben Rechenkern, und ihre Pixel sind die des Laufs.</translation>
    </message>
    <message>
      <source>Values are taken as the file stores them: a band's scale and offset are not applied, as in gdaldem.</source>
      <translation>Werte werden genommen, wie die Datei sie speichert: Skalierung und Versatz eines Kanals werden nicht angewandt, wie bei gdaldem.</translation>
    </message>
    <message>
      <source>Your own function's file is executed on this computer, in a worker process outside QGIS, with your rights: only name files that you trust.</source>
      <translation>Die Datei Ihrer Funktion wird auf diesem Rechner ausgeführt, in einem Arbeitsprozess außerhalb von QGIS, mit Ihren Rechten: Nennen Sie nur Dateien, denen Sie trauen.</translation>
    </message>
    <message>
      <source>Left the raster, right the result ({}).</source>
      <translation>Links das Raster, rechts das Ergebnis ({}).</translation>
    </message>
    <message>
      <source>What it is for</source>
      <translation>Wozu es dient</translation>
    </message>
    <message>
      <source>Formulas</source>
      <translation>Formeln</translation>
    </message>
    <message>
      <source>Σ w·v / Σ w</source>
      <translation>Σ w·v / Σ w</translation>
    </message>
    <message>
      <source>the middle one of the sorted v; for even n the mean of the two middle ones</source>
      <translation>der mittlere der sortierten v; bei geradem n der Mittelwert der beiden mittleren</translation>
    </message>
    <message>
      <source>min v</source>
      <translation>min v</translation>
    </message>
    <message>
      <source>max v</source>
      <translation>max v</translation>
    </message>
    <message>
      <source>max v − min v</source>
      <translation>max v − min v</translation>
    </message>
    <message>
      <source>Σ w·v</source>
      <translation>Σ w·v</translation>
    </message>
    <message>
      <source>√(Σ (v − m)² / n), m = Σ v / n</source>
      <translation>√(Σ (v − m)² / n), m = Σ v / n</translation>
    </message>
    <message>
      <source>Σ (v − m)² / n, m = Σ v / n</source>
      <translation>Σ (v − m)² / n, m = Σ v / n</translation>
    </message>
    <message>
      <source>v at rank (n − 1)·p / 100 of the sorted v, linear between ranks</source>
      <translation>v am Rang (n − 1)·p / 100 der sortierten v, linear zwischen den Rängen</translation>
    </message>
    <message>
      <source>the v of largest count</source>
      <translation>das v der größten Häufigkeit</translation>
    </message>
    <message>
      <source>the v of smallest count</source>
      <translation>das v der kleinsten Häufigkeit</translation>
    </message>
    <message>
      <source>number of different v</source>
      <translation>Zahl verschiedener v</translation>
    </message>
    <message>
      <source>n</source>
      <translation>n</translation>
    </message>
    <message>
      <source>Σ w·v / Σ w, w = exp(−d² / 2σ²), d ≤ truncate·σ</source>
      <translation>Σ w·v / Σ w, w = exp(−d² / 2σ²), d ≤ truncate·σ</translation>
    </message>
    <message>
      <source>nodata where |z − g| &gt; threshold, g = Σ w·v / Σ w, w = exp(−d² / 2σ²)</source>
      <translation>Lücke, wo |z − g| &gt; threshold, g = Σ w·v / Σ w, w = exp(−d² / 2σ²)</translation>
    </message>
    <message>
      <source>Σ w·v / Σ w, w = 1 / dᵖ, d ≤ distance, where z is missing</source>
      <translation>Σ w·v / Σ w, w = 1 / dᵖ, d ≤ distance, wo z fehlt</translation>
    </message>
    <message>
      <source>√(x² + y²), x and y: differences of neighbours with the weights 1 2 1</source>
      <translation>√(x² + y²), x und y: Differenzen der Nachbarn mit den Gewichten 1 2 1</translation>
    </message>
    <message>
      <source>√(x² + y²), x and y: differences of neighbours with the weights 1 1 1</source>
      <translation>√(x² + y²), x und y: Differenzen der Nachbarn mit den Gewichten 1 1 1</translation>
    </message>
    <message>
      <source>Σ (v − z) over the 4 or 8 neighbours</source>
      <translation>Σ (v − z) über die 4 oder 8 Nachbarn</translation>
    </message>
    <message>
      <source>Σ w·(v − z), w = (d² − 2σ²) / σ⁴ · exp(−d² / 2σ²), normalised</source>
      <translation>Σ w·(v − z), w = (d² − 2σ²) / σ⁴ · exp(−d² / 2σ²), normiert</translation>
    </message>
    <message>
      <source>max of the minima</source>
      <translation>max der Minima</translation>
    </message>
    <message>
      <source>min of the maxima</source>
      <translation>min der Maxima</translation>
    </message>
    <message>
      <source>z − opening</source>
      <translation>z − Öffnung</translation>
    </message>
    <message>
      <source>closing − z</source>
      <translation>Schließung − z</translation>
    </message>
    <message>
      <source>z − m, m = Σ w·v / Σ w</source>
      <translation>z − m, m = Σ w·v / Σ w</translation>
    </message>
    <message>
      <source>(z − m) / s, s = √(Σ (v − m)² / n)</source>
      <translation>(z − m) / s, s = √(Σ (v − m)² / n)</translation>
    </message>
    <message>
      <source>arctan √(p² + q²) in degrees, or 100·√(p² + q²) in percent; p, q: gradients of nine pixels, weights 1 2 1</source>
      <translation>arctan √(p² + q²) in Grad, oder 100·√(p² + q²) in Prozent; p, q: Gradienten von neun Pixeln, Gewichte 1 2 1</translation>
    </message>
    <message>
      <source>direction of (−p, −q), clockwise from north; p, q: gradients to the east and the north</source>
      <translation>Richtung von (−p, −q), im Uhrzeigersinn von Norden; p, q: Gradienten nach Osten und nach Norden</translation>
    </message>
    <message>
      <source>1 + 254·max(0, c), c = (sin h − cos h·(p·sin a + q·cos a)) / √(1 + p² + q²); h altitude, a azimuth</source>
      <translation>1 + 254·max(0, c), c = (sin h − cos h·(p·sin a + q·cos a)) / √(1 + p² + q²); h Lichthöhe, a Azimut</translation>
    </message>
    <message>
      <source>z − Σ v / n over the other pixels</source>
      <translation>z − Σ v / n über die anderen Pixel</translation>
    </message>
    <message>
      <source>riley: √(Σ (v − z)²); wilson: Σ |v − z| / 8, over the 8 neighbours</source>
      <translation>riley: √(Σ (v − z)²); wilson: Σ |v − z| / 8, über die 8 Nachbarn</translation>
    </message>
    <message>
      <source>max − min of the nine pixels</source>
      <translation>max − min der neun Pixel</translation>
    </message>
    <message>
      <source>z: the pixel. v: the valid pixels of its window, n of them. w: weights, 1 where there are none. d: the distance from the pixel, in pixels.</source>
      <translation>z: das Pixel. v: die gültigen Pixel seines Fensters, n an der Zahl. w: Gewichte, 1, wo es keine gibt. d: die Entfernung vom Pixel, in Pixeln.</translation>
    </message>
    <message>
      <source>Fields</source>
      <translation>Felder</translation>
    </message>
    <message>
      <source>Choices: {}.</source>
      <translation>Auswahl: {}.</translation>
    </message>
    <message>
      <source>At first: {}.</source>
      <translation>Zu Beginn: {}.</translation>
    </message>
    <message>
      <source>From {} to {}.</source>
      <translation>Von {} bis {}.</translation>
    </message>
    <message>
      <source>A file, or a temporary one.</source>
      <translation>Eine Datei, oder eine temporäre.</translation>
    </message>
    <message>
      <source>{} or more.</source>
      <translation>{} oder mehr.</translation>
    </message>
    <message>
      <source>Under Advanced Parameters</source>
      <translation>Unter den erweiterten Parametern</translation>
    </message>
    <message>
      <source>Limits</source>
      <translation>Grenzen</translation>
    </message>
    <message>
      <source>The raster is a file on disk, or in a /vsi place that GDAL reads; web services must be saved first.</source>
      <translation>Das Raster ist eine Datei auf der Platte oder an einem /vsi-Ort, den GDAL liest; Webdienste müssen vorher gespeichert werden.</translation>
    </message>
    <message>
      <source>Memory does not grow with the raster: tiles in flight stay below the memory limit.</source>
      <translation>Der Speicher wächst nicht mit dem Raster: Kacheln in Arbeit bleiben unter der Speichergrenze.</translation>
    </message>
    <message>
      <source>No valid pixel becomes nodata by chance: the output's nodata value is none that the filter can give.</source>
      <translation>Kein gültiges Pixel wird zufällig zur Lücke: der Nodata-Wert der Ausgabe ist keiner, den der Filter ergeben kann.</translation>
    </message>
    <message>
      <source>Integers beyond 2^53 are refused by filters that compute with decimal numbers.</source>
      <translation>Ganze Zahlen über 2^53 weisen Filter zurück, die mit Dezimalzahlen rechnen.</translation>
    </message>
    <message>
      <source>Windows are odd, up to 4097 pixels wide; the time grows with the size of the window.</source>
      <translation>Fenster sind ungerade, bis 4097 Pixel breit; die Zeit wächst mit der Größe des Fensters.</translation>
    </message>
    <message>
      <source>Heights and ground need one unit: declared units are converted, degrees become metres, row by row.</source>
      <translation>Höhen und Karte brauchen eine Einheit: angegebene Einheiten werden umgerechnet, Grad werden zu Metern, Zeile für Zeile.</translation>
    </message>
    <message>
      <source>A function sees its tile and the margin, nothing else; its file is executed with your rights.</source>
      <translation>Eine Funktion sieht ihre Kachel und den Rand, sonst nichts; ihre Datei wird mit Ihren Rechten ausgeführt.</translation>
    </message>
    <message>
      <source>The same from a script</source>
      <translation>Dasselbe aus einem Skript</translation>
    </message>
    <message>
      <source>On the command line</source>
      <translation>Auf der Kommandozeile</translation>
    </message>
    <message>
      <source>In QGIS's Python console</source>
      <translation>In der Python-Konsole von QGIS</translation>
    </message>
    <message>
      <source>Tiled statistics (collect)</source>
      <translation>Kachelstatistik (sammeln)</translation>
    </message>
    <message>
      <source>Gaussian smoothing</source>
      <translation>Gauß-Glättung</translation>
    </message>
    <message>
      <source>Remove outliers</source>
      <translation>Ausreißer entfernen</translation>
    </message>
    <message>
      <source>Edge detection</source>
      <translation>Kantenerkennung</translation>
    </message>
    <message>
      <source>Topographic position index (TPI)</source>
      <translation>Topographischer Positionsindex (TPI)</translation>
    </message>
    <message>
      <source>Ruggedness and roughness</source>
      <translation>Rauigkeit und Rauheit</translation>
    </message>
    <message>
      <source>Statistics by zone</source>
      <translation>Statistik nach Zonen</translation>
    </message>
    <message>
      <source>Own function on tiles</source>
      <translation>Eigene Funktion auf Kacheln</translation>
    </message>
    <message>
      <source>Tiling grid (preview)</source>
      <translation>Kachelgitter (Vorschau)</translation>
    </message>
    <message>
      <source>Check the engine</source>
      <translation>Rechenkern prüfen</translation>
    </message>
    <message>
      <source>The other tools</source>
      <translation>Die anderen Werkzeuge</translation>
    </message>
    <message>
      <source>average,deviation,quantile,histogram,summary,large,parallel,report,python,function</source>
      <translation>Durchschnitt,Abweichung,Quantil,Histogramm,Zusammenfassung,groß,parallel,Bericht,python,Funktion</translation>
    </message>
    <message>
      <source>Measures a raster of any size tile by tile, exactly, median and percentiles too.</source>
      <translation>Misst ein Raster beliebiger Größe Kachel für Kachel, exakt, auch Median und Perzentile.</translation>
    </message>
    <message>
      <source>Measures a raster of any size, and gives numbers for models, a table, JSON, a report, and a polygon for each tile. Counts, extremes, median and percentiles are exact, and memory does not grow with the raster. The numbers handed to a model are those of the first chosen band.</source>
      <translation>Misst ein Raster beliebiger Größe und gibt Zahlen für Modelle, eine Tabelle, JSON, einen Bericht und ein Polygon für jede Kachel. Anzahlen, Extreme, Median und Perzentile sind exakt, und der Speicher wächst nicht mit dem Raster. Die Zahlen für ein Modell sind die des ersten gewählten Kanals.</translation>
    </message>
    <message>
      <source>The statistics, by the names that scripts and models use:</source>
      <translation>Die Statistiken, mit den Namen, die Skripte und Modelle verwenden:</translation>
    </message>
    <message>
      <source>with the values of the form</source>
      <translation>mit den Werten des Formulars</translation>
    </message>
    <message>
      <source>More different values than memory holds go to a temporary file, for mode and variety only.</source>
      <translation>Mehr verschiedene Werte, als der Speicher fasst, gehen in eine temporäre Datei, nur für Modus und Vielfalt.</translation>
    </message>
    <message>
      <source>focal,neighbourhood analysis,neighborhood statistics,moving window,sliding window,kernel,convolution,low pass filter,low-pass,lowpass,smooth,smoothing,blur,denoise,noise,despeckle,speckle,salt and pepper,rolling,mean filter,average,median filter,mode,standard deviation,quantile,rank,dilate,dilation,erode,erosion,modal,majority filter,generalize,generalise,diversity,sieve,r.neighbors,box filter,local statistics,annulus,circle,weights</source>
      <translation>fokal,Nachbarschaftsanalyse,Umgebung,gleitendes Fenster,bewegtes Fenster,Faltung,Tiefpass,glätten,Glättung,weichzeichnen,entrauschen,Rauschen,Mittelwert,Durchschnitt,Medianfilter,Modus,Standardabweichung,Quantil,Rang,Dilatation,Erosion,Mehrheitsfilter,generalisieren,Vielfalt,Ring,Kreis,Gewichte</translation>
    </message>
    <message>
      <source>Neighbourhood</source>
      <translation>Nachbarschaft</translation>
    </message>
    <message>
      <source>Computes a statistic of the pixels around each pixel: mean, median, majority, percentile and others.</source>
      <translation>Berechnet eine Statistik der Pixel um jedes Pixel: Mittelwert, Median, häufigster Wert, Perzentil und andere.</translation>
    </message>
    <message>
      <source>{}, by the names that scripts and models use:</source>
      <translation>{}, mit den Namen, die Skripte und Modelle verwenden:</translation>
    </message>
    <message>
      <source>The raster may have any size: it is cut into tiles with a margin, and the result is that of the whole raster at once, bit for bit. The work is shared by all cores, outside QGIS, in bounded memory, and can be cancelled at any moment.</source>
      <translation>Das Raster darf beliebig groß sein: es wird in Kacheln mit einem Rand geschnitten, und das Ergebnis ist das des ganzen Rasters auf einmal, Bit für Bit. Die Arbeit wird auf alle Kerne verteilt, außerhalb von QGIS, in begrenztem Speicher, und lässt sich jederzeit abbrechen.</translation>
    </message>
    <message>
      <source>Sources:</source>
      <translation>Quellen:</translation>
    </message>
    <message>
      <source>gaussian blur,gauss,low pass,lowpass,smooth,blur,denoise,noise,sigma,bell,convolution,generalize,filter dem</source>
      <translation>Gauß,Weichzeichner,Tiefpass,glätten,entrauschen,Rauschen,Sigma,Glocke,Faltung,generalisieren</translation>
    </message>
    <message>
      <source>Smoothing and repair</source>
      <translation>Glättung und Reparatur</translation>
    </message>
    <message>
      <source>Smooths a raster with a Gaussian, the bell-shaped average; gaps stay and spoil nothing around them.</source>
      <translation>Glättet ein Raster mit einer Gaußkurve, dem glockenförmigen Mittel; Lücken bleiben und verderben nichts um sich.</translation>
    </message>
    <message>
      <source>fill nodata,fillnodata,fill no data,gap,hole,holes,void,voids,void filling,missing,interpolate,interpolation,inpainting,inpaint,repair,patch,inverse distance,idw,r.fillnulls,null</source>
      <translation>Nodata füllen,Lücke,Lücken,Loch,Löcher,fehlend,interpolieren,Interpolation,Reparatur,flicken,inverse Distanz,Leerstellen</translation>
    </message>
    <message>
      <source>Fills pixels without data from the valid pixels around them, by distance.</source>
      <translation>Füllt Pixel ohne Daten aus den gültigen Pixeln um sie, nach Entfernung.</translation>
    </message>
    <message>
      <source>outlier,outliers,spike,spikes,despike,blunder,blunders,error,errors,clean,cleaning,noise,artefacts,artifacts,anomaly,threshold,distance filter,hot pixel,repair</source>
      <translation>Ausreißer,Spitzen,grobe Fehler,bereinigen,Rauschen,Artefakte,Anomalie,Schwelle,Reparatur</translation>
    </message>
    <message>
      <source>Takes out pixels that lie further from their surroundings than a threshold; they become nodata.</source>
      <translation>Nimmt Pixel heraus, die weiter als eine Schwelle von ihrer Umgebung abweichen; sie werden zu Lücken.</translation>
    </message>
    <message>
      <source>edge,edges,gradient,high pass,highpass,sharpen,lineament,lineaments,boundary,derivative,contrast,blob,blobs,spot,zero crossing,second derivative,convolution,marr,hildreth</source>
      <translation>Kante,Kanten,Gradient,Hochpass,schärfen,Lineament,Grenze,Ableitung,Kontrast,Flecken,zweite Ableitung,Faltung</translation>
    </message>
    <message>
      <source>Edges and shapes</source>
      <translation>Kanten und Formen</translation>
    </message>
    <message>
      <source>Marks edges and spots: gradients by Sobel and Prewitt, Laplacian, Laplacian of Gaussian.</source>
      <translation>Zeigt Kanten und Flecken: Gradienten nach Sobel und Prewitt, Laplace, Laplace der Gaußkurve.</translation>
    </message>
    <message>
      <source>mathematical morphology,morphological,opening,closing,tophat,top hat,bottom hat,black hat,erosion,dilation,structuring element,erode,dilate,peaks,pits,buildings,off terrain,dsm to dtm</source>
      <translation>mathematische Morphologie,Öffnung,Schließung,Zylinderhut,Erosion,Dilatation,Strukturelement,Kuppen,Mulden,Gebäude</translation>
    </message>
    <message>
      <source>Removes or picks out shapes smaller than a window: opening, closing and top-hats.</source>
      <translation>Entfernt Formen, die kleiner als ein Fenster sind, oder greift sie heraus: Öffnung, Schließung und Zylinderhüte.</translation>
    </message>
    <message>
      <source>terrain,dem,dtm,elevation,gradient,steep,steepness,inclination,incline,gdaldem,horn,relief,degrees,percent</source>
      <translation>Gelände,DGM,DHM,Höhe,Gradient,steil,Steilheit,Hangneigung,Gefälle,Relief,Grad,Prozent</translation>
    </message>
    <message>
      <source>Computes how steep the ground is, in degrees or percent, as gdaldem does.</source>
      <translation>Berechnet, wie steil das Gelände ist, in Grad oder Prozent, wie gdaldem.</translation>
    </message>
    <message>
      <source>terrain,dem,dtm,elevation,exposition,exposure,direction,orientation,azimuth,compass,downslope,gdaldem,horn,relief,facing</source>
      <translation>Gelände,DGM,DHM,Höhe,Exposition,Richtung,Ausrichtung,Azimut,Kompass,hangabwärts,Relief,Hangrichtung</translation>
    </message>
    <message>
      <source>Computes the direction in which the ground falls, in degrees clockwise from north, as gdaldem does.</source>
      <translation>Berechnet die Richtung, in die das Gelände fällt, in Grad im Uhrzeigersinn von Norden, wie gdaldem.</translation>
    </message>
    <message>
      <source>terrain,dem,dtm,elevation,relief,shaded relief,shade,shading,shadow,hillshading,illumination,light,sun,azimuth,altitude,multidirectional,gdaldem,horn,lambert</source>
      <translation>Gelände,DGM,DHM,Höhe,Relief,Schummerung,Schattierung,Schatten,Beleuchtung,Licht,Sonne,Azimut</translation>
    </message>
    <message>
      <source>Computes the brightness of the ground under a light, single or from several directions, as gdaldem does.</source>
      <translation>Berechnet die Helligkeit des Geländes unter einem Licht, einzeln oder aus mehreren Richtungen, wie gdaldem.</translation>
    </message>
    <message>
      <source>tpi,terrain,dem,dtm,elevation,landform,landforms,ridge,ridges,valley,valleys,hilltop,relative position,position,relief,weiss,gdaldem,bpi,bathymetric position</source>
      <translation>Gelände,DGM,DHM,Höhe,Landform,Landformen,Grat,Rücken,Tal,Täler,Kuppe,relative Lage,Relief</translation>
    </message>
    <message>
      <source>Computes how far each pixel lies above or below the mean of its surroundings: ridges and valleys.</source>
      <translation>Berechnet, wie weit jedes Pixel über oder unter dem Mittel seiner Umgebung liegt: Rücken und Täler.</translation>
    </message>
    <message>
      <source>tri,terrain,dem,dtm,elevation,rugged,rough,ruggedness index,riley,wilson,heterogeneity,relief,gdaldem,complexity,surface</source>
      <translation>Gelände,DGM,DHM,Höhe,rau,Rauigkeitsindex,Heterogenität,Relief,Komplexität,Oberfläche</translation>
    </message>
    <message>
      <source>Computes how rough the ground is: terrain ruggedness index (TRI) by Riley or Wilson, or roughness.</source>
      <translation>Berechnet, wie rau das Gelände ist: Rauigkeitsindex (TRI) nach Riley oder Wilson, oder Rauheit.</translation>
    </message>
    <message>
      <source>local relief model,lrm,terrain,dem,dtm,elevation,relief,deviation from mean,dev,difference from mean,z-score,standard score,standardise,standardize,residual,detrend,high pass,highpass,microrelief,archaeology,prominence,anomaly,trend removal</source>
      <translation>lokales Reliefmodell,Gelände,DGM,DHM,Höhe,Relief,Abweichung vom Mittel,Z-Wert,standardisieren,Residuum,Hochpass,Mikrorelief,Archäologie,Anomalie</translation>
    </message>
    <message>
      <source>Computes the difference of each pixel from the mean around it, plain or in standard deviations (z-score).</source>
      <translation>Berechnet die Differenz jedes Pixels zum Mittel um es, einfach oder in Standardabweichungen (Z-Wert).</translation>
    </message>
    <message>
      <source>zonal,zonal statistics,zones,polygons,polygon statistics,per polygon,land cover,tabulate area,extract</source>
      <translation>zonal,zonale Statistik,Zonen,Polygone,Polygonstatistik,je Polygon,Landbedeckung,Fläche tabellieren,entnehmen</translation>
    </message>
    <message>
      <source>Zones</source>
      <translation>Zonen</translation>
    </message>
    <message>
      <source>Measures a raster of any size in each of many zones, exactly, median and percentiles too.</source>
      <translation>Misst ein Raster beliebiger Größe in jeder von vielen Zonen, exakt, auch Median und Perzentile.</translation>
    </message>
    <message>
      <source>Each zone gets the statistics of its own pixels: of every polygon of a layer, or of every whole number of a raster on the same grid. All zones are measured in one pass, exactly, whatever their number and size; polygons may overlap and lie in another CRS. A zone without a valid pixel gets counts of 0 and no other value.</source>
      <translation>Jede Zone erhält die Statistiken ihrer eigenen Pixel: jedes Polygon eines Layers oder jede ganze Zahl eines Rasters auf demselben Gitter. Alle Zonen werden in einem Durchgang gemessen, exakt, wie viele und wie groß sie auch sind; Polygone dürfen überlappen und in einem anderen KBS liegen. Eine Zone ohne gültiges Pixel erhält Anzahlen von 0 und keinen anderen Wert.</translation>
    </message>
    <message>
      <source>python,numpy,scipy,script,function,custom,own,code,user defined,udf,map overlap,geoutils,lambda,raster calculator,formula,tile,tiles,apply</source>
      <translation>Python,Skript,Funktion,eigene,Code,benutzerdefiniert,Rasterrechner,Formel,Kachel,Kacheln,anwenden</translation>
    </message>
    <message>
      <source>Your own code</source>
      <translation>Eigener Code</translation>
    </message>
    <message>
      <source>Runs a Python function of yours on every tile of a raster, on all cores, into a new raster.</source>
      <translation>Führt eine Python-Funktion von Ihnen auf jeder Kachel eines Rasters aus, auf allen Kernen, in ein neues Raster.</translation>
    </message>
    <message>
      <source>Runs a Python function of yours on every tile of a raster, on all cores, and puts the results together. The function takes a tile as a Raster with all bands and the margin, or, where its first parameter is annotated as numpy.ndarray, each band as a 2-D array with NaN for nodata; it returns the same kind of thing, of the same rows and columns.</source>
      <translation>Führt eine Python-Funktion von Ihnen auf jeder Kachel eines Rasters aus, auf allen Kernen, und setzt die Ergebnisse zusammen. Die Funktion nimmt eine Kachel als Raster mit allen Kanälen und dem Rand, oder, wo ihr erster Parameter als numpy.ndarray annotiert ist, jeden Kanal als 2-D-Array mit NaN für Lücken; sie gibt dasselbe zurück, mit denselben Zeilen und Spalten.</translation>
    </message>
    <message>
      <source>The margin is what the function sees around each tile; the margin of its result is cut off. Give as many pixels as the function looks at around a pixel, else the seams of the tiles show.</source>
      <translation>Der Rand ist, was die Funktion um jede Kachel sieht; der Rand ihres Ergebnisses wird abgeschnitten. Geben Sie so viele Pixel an, wie die Funktion um ein Pixel ansieht, sonst zeigen sich die Nähte der Kacheln.</translation>
    </message>
    <message>
      <source>tile,tiles,grid,fishnet,index,footprint,chunk,block,halo,overlap,margin,preview,tiling,tile index,polygons</source>
      <translation>Kachel,Kacheln,Gitter,Fischnetz,Index,Fußabdruck,Block,Überlappung,Rand,Vorschau,Kachelindex,Polygone</translation>
    </message>
    <message>
      <source>Helpers</source>
      <translation>Hilfsmittel</translation>
    </message>
    <message>
      <source>Draws the tiles into which a raster is cut, and their margins, as polygons.</source>
      <translation>Zeichnet die Kacheln, in die ein Raster geschnitten wird, und ihre Ränder als Polygone.</translation>
    </message>
    <message>
      <source>Draws the tiles into which a run would cut the raster, one polygon each with its rows and columns, and with a margin a second polygon each: what is read for that tile. No pixel is read.</source>
      <translation>Zeichnet die Kacheln, in die ein Lauf das Raster schneiden würde, je ein Polygon mit seinen Zeilen und Spalten, und mit einem Rand je ein zweites: was für diese Kachel gelesen wird. Kein Pixel wird gelesen.</translation>
    </message>
    <message>
      <source>A tile size of 0 shows what a run of a function with this margin would choose on this computer; filters may round it to whole blocks of the output. The result of a run never depends on it.</source>
      <translation>Eine Kachelgröße von 0 zeigt, was ein Lauf einer Funktion mit diesem Rand auf diesem Rechner wählen würde; Filter runden sie womöglich auf ganze Blöcke der Ausgabe. Das Ergebnis eines Laufs hängt nie davon ab.</translation>
    </message>
    <message>
      <source>rasterio,scipy,numpy,python,interpreter,dependencies,install,diagnose,bug,report</source>
      <translation>Python,Interpreter,Abhängigkeiten,installieren,Diagnose,Fehler,Bericht</translation>
    </message>
    <message>
      <source>Reports which Python the tiled tools run with, its libraries, cores and memory.</source>
      <translation>Berichtet, mit welchem Python die Kachelwerkzeuge laufen, seine Bibliotheken, Kerne und Speicher.</translation>
    </message>
    <message>
      <source>&lt;p&gt;The tiled tools do their work in an engine process outside QGIS, which needs a Python with NumPy and rasterio or osgeo.gdal. This looks for it anew, forgetting what was remembered, and reports what was found, what was refused and why, and the command that mends it.&lt;/p&gt;&lt;p&gt;Another Python can be named under Settings &amp;gt; Options &amp;gt; Processing &amp;gt; Providers &amp;gt; Tiled raster. Copy the log into a report of a fault.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Die Kachelwerkzeuge tun ihre Arbeit in einem Rechenkern außerhalb von QGIS, der ein Python mit NumPy und rasterio oder osgeo.gdal braucht. Dies sucht neu danach, vergisst, was gemerkt war, und berichtet, was gefunden wurde, was warum abgelehnt wurde und welcher Befehl es behebt.&lt;/p&gt;&lt;p&gt;Ein anderes Python lässt sich unter Einstellungen &amp;gt; Optionen &amp;gt; Verarbeitung &amp;gt; Datenanbieter &amp;gt; Tiled raster nennen. Kopieren Sie das Protokoll in eine Fehlermeldung.&lt;/p&gt;</translation>
    </message>
    <message>
      <source>Tile</source>
      <translation>Kachel</translation>
    </message>
    <message>
      <source>First row</source>
      <translation>Erste Zeile</translation>
    </message>
    <message>
      <source>End of rows</source>
      <translation>Ende der Zeilen</translation>
    </message>
    <message>
      <source>First column</source>
      <translation>Erste Spalte</translation>
    </message>
    <message>
      <source>End of columns</source>
      <translation>Ende der Spalten</translation>
    </message>
    <message>
      <source>not all outputs were written</source>
      <translation>nicht alle Ausgaben wurden geschrieben</translation>
    </message>
    <message>
      <source>To repeat this run, on the command line or in Python:</source>
      <translation>Um diesen Lauf zu wiederholen, auf der Kommandozeile oder in Python:</translation>
    </message>
    <message>
      <source>Band {} has a scale or offset, which QGIS shows applied: here values are as stored.</source>
      <translation>Kanal {} hat eine Skalierung oder einen Versatz, die QGIS angewandt zeigt: hier sind die Werte wie gespeichert.</translation>
    </message>
    <message>
      <source>No engine can be started.</source>
      <translation>Es lässt sich kein Rechenkern starten.</translation>
    </message>
    <message>
      <source>Interrupted: {}.</source>
      <translation>Unterbrochen: {}.</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>Abgebrochen.</translation>
    </message>
    <message>
      <source>Starting the engine</source>
      <translation>Der Rechenkern wird gestartet</translation>
    </message>
    <message>
      <source>Finishing the output</source>
      <translation>Die Ausgabe wird fertiggestellt</translation>
    </message>
    <message>
      <source>Tile {} of {}: at work for {}</source>
      <translation>Kachel {} von {}: seit {} in Arbeit</translation>
    </message>
    <message>
      <source>Tile {} of {}{}{}</source>
      <translation>Kachel {} von {}{}{}</translation>
    </message>
    <message>
      <source>, {} left</source>
      <translation>, noch {}</translation>
    </message>
    <message>
      <source>, pass {} of {}</source>
      <translation>, Durchgang {} von {}</translation>
    </message>
    <message>
      <source>Plan: {}</source>
      <translation>Plan: {}</translation>
    </message>
    <message>
      <source>SIZE has no effect: SIZES takes its place.</source>
      <translation>SIZE hat keine Wirkung: SIZES tritt an seine Stelle.</translation>
    </message>
    <message>
      <source>FUNCTION_FILE has no effect: choose custom as the filter.</source>
      <translation>FUNCTION_FILE hat keine Wirkung: wählen Sie custom als Filter.</translation>
    </message>
    <message>
      <source>No engine</source>
      <translation>Kein Rechenkern</translation>
    </message>
    <message>
      <source>is</source>
      <translation>ist</translation>
    </message>
    <message>
      <source>{}: {} is even, {}</source>
      <translation>{}: {} ist gerade, {}</translation>
    </message>
    <message>
      <source>{}: {} is given, {}</source>
      <translation>{}: {} ist angegeben, {}</translation>
    </message>
    <message>
      <source>{} tiles of up to {} x {} pixels (rows x columns).</source>
      <translation>{} Kacheln von bis zu {} x {} Pixeln (Zeilen x Spalten).</translation>
    </message>
    <message>
      <source>The tiles cannot be written: {}</source>
      <translation>Die Kacheln können nicht geschrieben werden: {}</translation>
    </message>
    <message>
      <source>no valid pixel</source>
      <translation>kein gültiges Pixel</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keiner</translation>
    </message>
    <message>
      <source>Done in {}: {} ({}, nodata {}).</source>
      <translation>Fertig in {}: {} ({}, Nodata {}).</translation>
    </message>
    <message>
      <source>{} zones measured in {} s</source>
      <translation>{} Zonen in {} s gemessen</translation>
    </message>
    <message>
      <source>Done in {}.</source>
      <translation>Fertig in {}.</translation>
    </message>
    <message>
      <source>Band {}</source>
      <translation>Kanal {}</translation>
    </message>
    <message>
      <source>; {} of them have no pixel</source>
      <translation>; {} davon haben kein Pixel</translation>
    </message>
    <message>
      <source>and {} more classes</source>
      <translation>und {} weitere Klassen</translation>
    </message>
    <message>
      <source>Taken for codes of classes: {} left out here, and told in outputs and files.</source>
      <translation>Für Schlüssel von Klassen gehalten: {} hier weggelassen, in Ausgaben und Dateien genannt.</translation>
    </message>
    <message>
      <source>Looking for the engine of Tiled raster</source>
      <translation>Der Rechenkern von Tiled raster wird gesucht</translation>
    </message>
    <message>
      <source>Tiled raster</source>
      <translation>Tiled raster</translation>
    </message>
    <message>
      <source>{}={} has no effect: it is used by {}.</source>
      <translation>{}={} hat keine Wirkung: es wird verwendet von {}.</translation>
    </message>
    <message>
      <source>Search…</source>
      <translation>Suchen …</translation>
    </message>
    <message>
      <source>Chosen: {}</source>
      <translation>Gewählt: {}</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nichts</translation>
    </message>
    <message>
      <source>{} - this will take long</source>
      <translation>{} - das wird lange dauern</translation>
    </message>
    <message>
      <source>Planning a run of Tiled raster</source>
      <translation>Ein Lauf von Tiled raster wird geplant</translation>
    </message>
    <message>
      <source>1 tile</source>
      <translation>1 Kachel</translation>
    </message>
    <message>
      <source>1 worker</source>
      <translation>1 Arbeiter</translation>
    </message>
    <message>
      <source>{} MB in flight</source>
      <translation>{} MB in Arbeit</translation>
    </message>
    <message>
      <source>{} tiles of {} x {} pixels</source>
      <translation>{} Kacheln von {} x {} Pixeln</translation>
    </message>
    <message>
      <source>{} workers</source>
      <translation>{} Arbeiter</translation>
    </message>
    <message>
      <source>, {} free</source>
      <translation>, {} frei</translation>
    </message>
    <message>
      <source>about {}</source>
      <translation>etwa {}</translation>
    </message>
    <message>
      <source>output up to {}</source>
      <translation>Ausgabe bis zu {}</translation>
    </message>
    <message>
      <source>Runs the filter on what the map shows, at full resolution and on at most {} x {} pixels, and compares before and after. Nothing is written.</source>
      <translation>Wendet den Filter auf den Ausschnitt der Karte an, in voller Auflösung und auf höchstens {} x {} Pixel, und vergleicht vorher und nachher. Es wird nichts geschrieben.</translation>
    </message>
    <message>
      <source>Preview</source>
      <translation>Vorschau</translation>
    </message>
    <message>
      <source>The engine filters what the map shows</source>
      <translation>Der Rechenkern filtert den Ausschnitt der Karte</translation>
    </message>
    <message>
      <source>Choose a raster first.</source>
      <translation>Wählen Sie zuerst ein Raster.</translation>
    </message>
    <message>
      <source>{} x {} pixels at full resolution, in {} s.</source>
      <translation>{} x {} Pixel in voller Auflösung, in {} s.</translation>
    </message>
    <message>
      <source>The map does not show this raster: this is its middle.</source>
      <translation>Die Karte zeigt dieses Raster nicht: Das ist seine Mitte.</translation>
    </message>
    <message>
      <source>Preview: {}</source>
      <translation>Vorschau: {}</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Vorher</translation>
    </message>
    <message>
      <source>After</source>
      <translation>Nachher</translation>
    </message>
    <message>
      <source>Left of the line: before. Right of it: after.</source>
      <translation>Links der Linie: vorher. Rechts davon: nachher.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>{}: report</source>
      <translation>{}: Bericht</translation>
    </message>
    <message>
      <source>{}: statistics of each tile</source>
      <translation>{}: Statistiken jeder Kachel</translation>
    </message>
    <message>
      <source>{}: statistics</source>
      <translation>{}: Statistiken</translation>
    </message>
    <message>
      <source>Python console of QGIS</source>
      <translation>Python-Konsole von QGIS</translation>
    </message>
    <message>
      <source>Cancelled before the layer of tiles was written: {}.</source>
      <translation>Abgebrochen, bevor der Layer der Kacheln geschrieben war: {}.</translation>
    </message>
    <message>
      <source>Percentile {}</source>
      <translation>Perzentil {}</translation>
    </message>
    <message>
      <source>Band {}: {}</source>
      <translation>Kanal {}: {}</translation>
    </message>
    <message>
      <source>the file was incomplete; is the disk full?</source>
      <translation>die Datei war unvollständig; ist die Platte voll?</translation>
    </message>
    <message>
      <source>The tiles could not be written: {}</source>
      <translation>Die Kacheln konnten nicht geschrieben werden: {}</translation>
    </message>
    <message>
      <source>{}={}: cannot be written ({}); is it open in another program?</source>
      <translation>{}={}: kann nicht geschrieben werden ({}); ist es in einem anderen Programm offen?</translation>
    </message>
    <message>
      <source>{}: would replace the input</source>
      <translation>{}: würde die Eingabe ersetzen</translation>
    </message>
    <message>
      <source>units of the map</source>
      <translation>Karteneinheiten</translation>
    </message>
    <message>
      <source>The layer of zones changed during the run: run it once more.</source>
      <translation>Der Layer der Zonen hat sich während des Laufs geändert: wiederholen Sie den Lauf.</translation>
    </message>
    <message>
      <source>The zones could not be written: {}</source>
      <translation>Die Zonen konnten nicht geschrieben werden: {}</translation>
    </message>
    <message>
      <source>Cancelled before the zones were written: {}.</source>
      <translation>Abgebrochen, bevor die Zonen geschrieben waren: {}.</translation>
    </message>
    <message>
      <source>PREFIX={}: the zones have a field {} already; choose another prefix</source>
      <translation>PREFIX={}: die Zonen haben schon ein Feld {}; wählen Sie ein anderes Präfix</translation>
    </message>
    <message>
      <source>{}: feature {} cannot be brought to the raster's CRS: {}</source>
      <translation>{}: Objekt {} lässt sich nicht in das KBS des Rasters bringen: {}</translation>
    </message>
    <message>
      <source>Python to use (needs NumPy, and rasterio or osgeo.gdal)</source>
      <translation>Zu verwendendes Python (braucht NumPy und rasterio oder osgeo.gdal)</translation>
    </message>
    <message>
      <source>Workers by default (0: one for each core)</source>
      <translation>Arbeiter als Vorgabe (0: einer je Kern)</translation>
    </message>
    <message>
      <source>Memory limit by default, MB (0: choose for me)</source>
      <translation>Speichergrenze als Vorgabe, MB (0: automatisch)</translation>
    </message>
    <message>
      <source>Folder for temporary files</source>
      <translation>Ordner für temporäre Dateien</translation>
    </message>
    <message>
      <source>Write the values of function arguments into outputs</source>
      <translation>Werte der Funktionsargumente in Ausgaben schreiben</translation>
    </message>
    <message>
      <source>Leave empty to search</source>
      <translation>Leer lassen, um zu suchen</translation>
    </message>
    <message>
      <source>Leave empty for the system's</source>
      <translation>Leer lassen für den des Systems</translation>
    </message>
    <message>
      <source>At most {}.</source>
      <translation>Höchstens {}.</translation>
    </message>
  </context>
</TS>

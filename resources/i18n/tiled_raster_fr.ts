<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
  <context>
    <name>TiledRaster</name>
    <message>
      <source>Raster</source>
      <translation>Raster</translation>
    </message>
    <message>
      <source>A raster file of any size. A layer that is no file on disk (WMS, XYZ, a database) must be saved first.</source>
      <translation>Un fichier raster de toute taille. Une couche qui n'est pas un fichier sur le disque (WMS, XYZ, base de données) doit d'abord être enregistrée.</translation>
    </message>
    <message>
      <source>Bands (none chosen: all)</source>
      <translation>Bandes (aucune choisie : toutes)</translation>
    </message>
    <message>
      <source>Leave empty for all bands. In scripts and on the command line: BANDS=1,2 or BANDS=1;2.</source>
      <translation>Laisser vide pour toutes les bandes. Dans les scripts et en ligne de commande : BANDS=1,2 ou BANDS=1;2.</translation>
    </message>
    <message>
      <source>Filter</source>
      <translation>Filtre</translation>
    </message>
    <message>
      <source>One filter, or several: the output has a band for each band and filter. Values that only some filters use are asked for below the list once one of these is chosen. custom runs your own Python function.</source>
      <translation>Un filtre, ou plusieurs : la sortie a une bande pour chaque bande et chaque filtre. Les valeurs que seuls certains filtres utilisent sont demandées sous la liste dès que l'un d'eux est choisi. custom exécute votre propre fonction Python.</translation>
    </message>
    <message>
      <source>On the command line and in scripts give the name, as in {}={}, not a number.</source>
      <translation>En ligne de commande et dans les scripts, donner le nom, comme dans {}={}, pas un numéro.</translation>
    </message>
    <message>
      <source>Window size</source>
      <translation>Taille de la fenêtre</translation>
    </message>
    <message>
      <source>Side of the window in pixels: rows and columns of a square, rows of a rectangle, diameter of a circle, outer diameter of an annulus. An odd number, so that the window has a centre.</source>
      <translation>Côté de la fenêtre en pixels : lignes et colonnes d'un carré, lignes d'un rectangle, diamètre d'un cercle, diamètre extérieur d'un anneau. Un nombre impair, pour que la fenêtre ait un centre.</translation>
    </message>
    <message>
      <source>Used by: {}.</source>
      <translation>Utilisé par : {}.</translation>
    </message>
    <message>
      <source>Mean</source>
      <translation>Moyenne</translation>
    </message>
    <message>
      <source>Median</source>
      <translation>Médiane</translation>
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
      <translation>Étendue</translation>
    </message>
    <message>
      <source>Sum</source>
      <translation>Somme</translation>
    </message>
    <message>
      <source>Standard deviation</source>
      <translation>Écart-type</translation>
    </message>
    <message>
      <source>Variance</source>
      <translation>Variance</translation>
    </message>
    <message>
      <source>Percentile</source>
      <translation>Percentile</translation>
    </message>
    <message>
      <source>Majority</source>
      <translation>Majorité</translation>
    </message>
    <message>
      <source>Minority</source>
      <translation>Minorité</translation>
    </message>
    <message>
      <source>Variety</source>
      <translation>Variété</translation>
    </message>
    <message>
      <source>Valid count</source>
      <translation>Pixels valides</translation>
    </message>
    <message>
      <source>Opening</source>
      <translation>Ouverture</translation>
    </message>
    <message>
      <source>Closing</source>
      <translation>Fermeture</translation>
    </message>
    <message>
      <source>White top-hat</source>
      <translation>Chapeau haut de forme blanc</translation>
    </message>
    <message>
      <source>Black top-hat</source>
      <translation>Chapeau haut de forme noir</translation>
    </message>
    <message>
      <source>Difference from mean</source>
      <translation>Écart à la moyenne</translation>
    </message>
    <message>
      <source>Z-score</source>
      <translation>Score z</translation>
    </message>
    <message>
      <source>Topographic position index</source>
      <translation>Indice de position topographique</translation>
    </message>
    <message>
      <source>Window shape</source>
      <translation>Forme de la fenêtre</translation>
    </message>
    <message>
      <source>square; rectangle (size rows, and as many columns as you say); circle (pixels whose centre is no further than size // 2 from the centre); annulus (a circle without an inner circle); weights (your own matrix).</source>
      <translation>square : carré ; rectangle (size lignes, et autant de colonnes que vous dites) ; circle : cercle (pixels dont le centre est à size // 2 du centre au plus) ; annulus : anneau (un cercle sans un cercle intérieur) ; weights : poids (votre propre matrice).</translation>
    </message>
    <message>
      <source>Columns of a rectangle</source>
      <translation>Colonnes d'un rectangle</translation>
    </message>
    <message>
      <source>Width in pixels of a rectangular window, an odd number. Other shapes do not use it.</source>
      <translation>Largeur en pixels d'une fenêtre rectangulaire, un nombre impair. Les autres formes ne l'utilisent pas.</translation>
    </message>
    <message>
      <source>Inner size of an annulus</source>
      <translation>Taille intérieure d'un anneau</translation>
    </message>
    <message>
      <source>Diameter in pixels of the circle left out of an annulus, an odd number below the size; 1 leaves out the centre. Other shapes do not use it.</source>
      <translation>Diamètre en pixels du cercle laissé vide dans un anneau, un nombre impair inférieur à la taille ; 1 laisse le centre de côté. Les autres formes ne l'utilisent pas.</translation>
    </message>
    <message>
      <source>Weights</source>
      <translation>Poids</translation>
    </message>
    <message>
      <source>Matrix for the shape "weights", rows separated by semicolons, as in 1 2 1; 2 4 2; 1 2 1. Mean and sum use the weights; other filters look at the pixels whose weight is not zero. Odd numbers of rows and columns.</source>
      <translation>Matrice pour la forme « weights », lignes séparées par des points-virgules, comme dans 1 2 1; 2 4 2; 1 2 1. La moyenne et la somme utilisent les poids ; les autres filtres regardent les pixels dont le poids n'est pas nul. Nombres impairs de lignes et de colonnes.</translation>
    </message>
    <message>
      <source>Weights file</source>
      <translation>Fichier de poids</translation>
    </message>
    <message>
      <source>Text file with the weights, a line for each row, numbers separated by blanks, commas or semicolons; lines that begin with # are skipped. It takes the place of the matrix.</source>
      <translation>Fichier texte avec les poids, une ligne pour chaque rangée, nombres séparés par des espaces, des virgules ou des points-virgules ; les lignes qui commencent par # sont ignorées. Il prend la place de la matrice.</translation>
    </message>
    <message>
      <source>{} (for {})</source>
      <translation>{} (pour {})</translation>
    </message>
    <message>
      <source>From 0 (minimum) over 50 (median) to 100 (maximum); between two pixels it is interpolated linearly.</source>
      <translation>De 0 (minimum) par 50 (médiane) à 100 (maximum) ; entre deux pixels l'interpolation est linéaire.</translation>
    </message>
    <message>
      <source>Sigma</source>
      <translation>Sigma</translation>
    </message>
    <message>
      <source>Standard deviation of the Gaussian, in pixels.</source>
      <translation>Écart-type de la gaussienne, en pixels.</translation>
    </message>
    <message>
      <source>Gaussian</source>
      <translation>Gaussien</translation>
    </message>
    <message>
      <source>Outliers</source>
      <translation>Valeurs aberrantes</translation>
    </message>
    <message>
      <source>Laplacian of Gaussian</source>
      <translation>Laplacien de gaussienne</translation>
    </message>
    <message>
      <source>Truncate</source>
      <translation>Portée</translation>
    </message>
    <message>
      <source>How many sigmas the Gaussian reaches; weights further away are left out.</source>
      <translation>Combien de sigmas la gaussienne atteint ; les poids plus éloignés sont laissés de côté.</translation>
    </message>
    <message>
      <source>Threshold</source>
      <translation>Seuil</translation>
    </message>
    <message>
      <source>Pixels that differ from the Gaussian mean of their surroundings by more than this, in the raster's unit, become no data.</source>
      <translation>Les pixels qui s'écartent de la moyenne gaussienne de leur entourage de plus que cela, dans l'unité du raster, deviennent sans donnée.</translation>
    </message>
    <message>
      <source>Distance</source>
      <translation>Distance</translation>
    </message>
    <message>
      <source>How far, in pixels, a gap is filled from: pixels without a valid one within this radius stay without data.</source>
      <translation>D'où, en pixels, une lacune est comblée : les pixels sans pixel valide dans ce rayon restent sans donnée.</translation>
    </message>
    <message>
      <source>Fill gaps</source>
      <translation>Combler les lacunes</translation>
    </message>
    <message>
      <source>Power</source>
      <translation>Puissance</translation>
    </message>
    <message>
      <source>Weights fall with the distance to this power; 2 is usual, higher makes near pixels count more.</source>
      <translation>Les poids diminuent avec la distance à cette puissance ; 2 est usuel, plus donne davantage de poids aux pixels proches.</translation>
    </message>
    <message>
      <source>Direction</source>
      <translation>Direction</translation>
    </message>
    <message>
      <source>magnitude: the length of the gradient; columns: the change from left to right; rows: from top to bottom.</source>
      <translation>magnitude : la longueur du gradient ; columns : la variation de gauche à droite ; rows : de haut en bas.</translation>
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
      <translation>Voisins</translation>
    </message>
    <message>
      <source>How many neighbours the Laplacian takes: 4 (sides) or 8 (sides and corners).</source>
      <translation>Combien de voisins prend le laplacien : 4 (côtés) ou 8 (côtés et coins).</translation>
    </message>
    <message>
      <source>Laplacian</source>
      <translation>Laplacien</translation>
    </message>
    <message>
      <source>Slope unit</source>
      <translation>Unité de la pente</translation>
    </message>
    <message>
      <source>degrees (0 to 90) or percent (100 is 45 degrees).</source>
      <translation>degrees : degrés (0 à 90) ou percent : pour cent (100 valent 45 degrés).</translation>
    </message>
    <message>
      <source>Slope</source>
      <translation>Pente</translation>
    </message>
    <message>
      <source>Z factor</source>
      <translation>Facteur Z</translation>
    </message>
    <message>
      <source>Elevations are multiplied by this before anything else: 0.3048 when they are in feet and the map is in metres. 1: by what the units ask for that the band or the CRS declares.</source>
      <translation>Les altitudes sont d'abord multipliées par cela : 0.3048 quand elles sont en pieds et la carte en mètres. 1 : par ce que demandent les unités que déclarent la bande ou le SCR.</translation>
    </message>
    <message>
      <source>Hillshade</source>
      <translation>Ombrage</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Lumière</translation>
    </message>
    <message>
      <source>single: from the azimuth; multidirectional: from west, north and the two directions beside them, weighted by how much each shows; the azimuth is not used then.</source>
      <translation>single : depuis l'azimut ; multidirectional : depuis l'ouest, le nord et les deux directions voisines, pondérées selon ce que chacune montre ; l'azimut n'est alors pas utilisé.</translation>
    </message>
    <message>
      <source>Azimuth</source>
      <translation>Azimut</translation>
    </message>
    <message>
      <source>Where the light comes from, in degrees clockwise from north: 315 is north-west.</source>
      <translation>D'où vient la lumière, en degrés depuis le nord dans le sens horaire : 315 est le nord-ouest.</translation>
    </message>
    <message>
      <source>Altitude</source>
      <translation>Hauteur de la lumière</translation>
    </message>
    <message>
      <source>Height of the light above the horizon, in degrees: 90 is straight above.</source>
      <translation>Hauteur de la lumière au-dessus de l'horizon, en degrés : 90 est à la verticale.</translation>
    </message>
    <message>
      <source>TRI method</source>
      <translation>Méthode du TRI</translation>
    </message>
    <message>
      <source>riley: root of the sum of squared differences, for land; wilson: mean absolute difference, for the sea floor.</source>
      <translation>riley : racine de la somme des différences au carré, pour la terre ; wilson : différence absolue moyenne, pour le fond de la mer.</translation>
    </message>
    <message>
      <source>Terrain ruggedness index</source>
      <translation>Indice de rugosité (TRI)</translation>
    </message>
    <message>
      <source>Several window sizes</source>
      <translation>Plusieurs tailles de fenêtre</translation>
    </message>
    <message>
      <source>Sizes separated by semicolons, as in 5;21;101, in place of the one window size: the output has a band for each, all made in one pass over the raster. Sizes may have decimals where they are in units of the map.</source>
      <translation>Des tailles séparées par des points-virgules, comme 5;21;101, à la place de la seule taille de fenêtre : la sortie a une bande pour chacune, toutes faites en un seul passage sur le raster. En unités de la carte, elles peuvent avoir des décimales.</translation>
    </message>
    <message>
      <source>Unit of sizes</source>
      <translation>Unité des tailles</translation>
    </message>
    <message>
      <source>pixels: of the raster. map: units of the raster's CRS, as metres or degrees; sizes are rounded to the nearest odd number of pixels, rows and columns of a square each by themselves, distances to whole pixels; the log says it.</source>
      <translation>pixels : du raster. map : unités du SCR du raster, mètres ou degrés ; les tailles sont arrondies au nombre impair de pixels le plus proche, lignes et colonnes d'un carré chacune pour soi, les distances à des pixels entiers ; le journal le dit.</translation>
    </message>
    <message>
      <source>Where data is missing</source>
      <translation>Où il manque des données</translation>
    </message>
    <message>
      <source>keep: pixels without data stay so, the others are computed from the valid pixels around them. fill: also pixels without data are computed, wherever the window holds a valid one, so gaps shrink. propagate: a pixel whose window touches a gap becomes nodata. TPI of 3 x 3 pixels is propagated where nothing is asked for, as gdaldem does it; other terrain filters of 3 x 3 always are.</source>
      <translation>keep : les pixels sans donnée le restent, les autres sont calculés à partir des pixels valides autour. fill : les pixels sans donnée sont aussi calculés, partout où la fenêtre en a un valide, et les lacunes rétrécissent. propagate : un pixel dont la fenêtre touche une lacune devient sans donnée. Le TPI de 3 x 3 pixels suit propagate si rien n'est demandé, comme gdaldem ; les autres filtres de terrain de 3 x 3 toujours.</translation>
    </message>
    <message>
      <source>Valid pixels that a window must hold</source>
      <translation>Pixels valides que la fenêtre doit avoir</translation>
    </message>
    <message>
      <source>Where the window holds fewer valid pixels the result is nodata.</source>
      <translation>Là où la fenêtre a moins de pixels valides, le résultat est sans donnée.</translation>
    </message>
    <message>
      <source>At the raster's edge</source>
      <translation>Au bord du raster</translation>
    </message>
    <message>
      <source>shrink: the window ends at the edge. reflect: pixels are mirrored (d c b a | a b c d | d c b a). nearest: the outermost pixel is repeated.</source>
      <translation>shrink : la fenêtre s'arrête au bord. reflect : les pixels sont réfléchis (d c b a | a b c d | d c b a). nearest : le dernier pixel est répété.</translation>
    </message>
    <message>
      <source>Your function: Python file</source>
      <translation>Votre fonction : fichier Python</translation>
    </message>
    <message>
      <source>A Python file with your own function; choose custom as the filter.</source>
      <translation>Un fichier Python avec votre propre fonction ; choisissez custom comme filtre.</translation>
    </message>
    <message>
      <source>The file is executed on this computer, outside QGIS, with your rights: only name files that you trust.</source>
      <translation>Le fichier est exécuté sur cet ordinateur, hors de QGIS, avec vos droits : ne nommez que des fichiers de confiance.</translation>
    </message>
    <message>
      <source>Your function: name</source>
      <translation>Votre fonction : nom</translation>
    </message>
    <message>
      <source>The name of the function in the file. It takes a tile as a Raster, or as a 2-D array with NaN for nodata where its first parameter is annotated as numpy.ndarray.</source>
      <translation>Le nom de la fonction dans le fichier. Elle prend une tuile comme Raster, ou comme tableau 2-D avec NaN pour les lacunes si son premier paramètre est annoté numpy.ndarray.</translation>
    </message>
    <message>
      <source>Your function: arguments, as JSON</source>
      <translation>Votre fonction : arguments, en JSON</translation>
    </message>
    <message>
      <source>Keyword arguments as a JSON object, such as {"threshold": 3}. They are never evaluated.</source>
      <translation>Arguments nommés comme objet JSON, par exemple {"threshold": 3}. Ils ne sont jamais évalués.</translation>
    </message>
    <message>
      <source>Your function: margin, pixels</source>
      <translation>Votre fonction : marge, en pixels</translation>
    </message>
    <message>
      <source>Pixels of margin around each tile that the function sees; the margin of its result is cut off.</source>
      <translation>Pixels de marge autour de chaque tuile que la fonction voit ; la marge de son résultat est coupée.</translation>
    </message>
    <message>
      <source>Mask: polygons, or a raster</source>
      <translation>Masque : polygones ou raster</translation>
    </message>
    <message>
      <source>Results are wanted only here: in polygons, in any CRS, by the centres of pixels; or where the first band of a raster on the same grid is not zero. What lies far outside is not even read.</source>
      <translation>Les résultats ne sont voulus qu'ici : dans des polygones, en tout SCR, d'après le centre des pixels ; ou là où la première bande d'un raster sur la même grille n'est pas nulle. Ce qui est loin en dehors n'est même pas lu.</translation>
    </message>
    <message>
      <source>Selected polygons only</source>
      <translation>Polygones sélectionnés seulement</translation>
    </message>
    <message>
      <source>Of a mask that is a layer of polygons only the selected features count.</source>
      <translation>D'un masque qui est une couche de polygones, seules les entités sélectionnées comptent.</translation>
    </message>
    <message>
      <source>Pixels outside the mask</source>
      <translation>Pixels hors du masque</translation>
    </message>
    <message>
      <source>compute: they get no result, but windows still see them. see: they count as nodata, for windows too.</source>
      <translation>compute : ils n'ont pas de résultat, mais les fenêtres les voient encore. see : ils comptent comme sans donnée, pour les fenêtres aussi.</translation>
    </message>
    <message>
      <source>Further rasters that make one with the first</source>
      <translation>Autres rasters qui n'en font qu'un avec le premier</translation>
    </message>
    <message>
      <source>Neighbouring sheets, say: rasters of the same CRS, type, bands and pixel grid are read as one. Windows reach across their borders, what lies between them is nodata, and where they overlap later ones lie upon earlier ones.</source>
      <translation>Des feuilles voisines, par exemple : des rasters de même SCR, type, bandes et grille de pixels sont lus comme un seul. Les fenêtres passent par-dessus leurs bords, ce qui se trouve entre eux est sans données et, là où ils se chevauchent, les derniers recouvrent les premiers.</translation>
    </message>
    <message>
      <source>Area (empty: the whole raster)</source>
      <translation>Emprise (vide : tout le raster)</translation>
    </message>
    <message>
      <source>Only this part. It is reprojected to the raster's CRS and grows to whole pixels; pixels around it are still read where a filter needs them.</source>
      <translation>Seulement cette partie. Elle est reprojetée dans le SCR du raster et s'étend aux pixels entiers ; les pixels autour sont encore lus là où un filtre en a besoin.</translation>
    </message>
    <message>
      <source>Tile size, pixels (0: choose for me)</source>
      <translation>Taille des tuiles, pixels (0 : automatique)</translation>
    </message>
    <message>
      <source>Side of a tile in pixels. 0 chooses one that suits the file's blocks, the filter's margin, the workers and the memory limit. The result never depends on it.</source>
      <translation>Côté d'une tuile en pixels. 0 en choisit un qui convient aux blocs du fichier, à la marge du filtre, aux travailleurs et à la limite de mémoire. Le résultat n'en dépend jamais.</translation>
    </message>
    <message>
      <source>How the work is shared</source>
      <translation>Comment le travail est partagé</translation>
    </message>
    <message>
      <source>auto: what suits the filter. basic: one tile after the other in one process: for small rasters and for looking into a problem. threads: several tiles at once in one process, without copies between processes: pays where the function releases Python's lock, as NumPy, SciPy and GDAL mostly do. multi: several tiles at once, each worker a process of its own: pays for every function, can be stopped at any moment, and survives a crash in one tile. The result is the same, bit for bit.</source>
      <translation>auto : ce qui convient au filtre. basic : une tuile après l'autre dans un processus : pour les petits rasters et pour examiner un problème. threads : plusieurs tuiles à la fois dans un processus, sans copies entre processus : utile quand la fonction libère le verrou de Python, comme NumPy, SciPy et GDAL le font le plus souvent. multi : plusieurs tuiles à la fois, chaque travailleur étant un processus : utile pour toute fonction, peut être arrêté à tout moment et survit à un plantage dans une tuile. Le résultat est le même, bit pour bit.</translation>
    </message>
    <message>
      <source>Workers (0: choose for me)</source>
      <translation>Travailleurs (0 : automatique)</translation>
    </message>
    <message>
      <source>How many tiles are worked on at the same time. 0 takes the provider's setting in QGIS, else one for each core.</source>
      <translation>Combien de tuiles sont traitées en même temps. 0 prend le réglage du fournisseur dans QGIS, sinon un par cœur.</translation>
    </message>
    <message>
      <source>Memory limit, MB (0: choose for me)</source>
      <translation>Limite de mémoire, Mo (0 : automatique)</translation>
    </message>
    <message>
      <source>What the tiles in flight may take over all workers. 0 takes the provider's setting in QGIS, else a share of the machine's memory.</source>
      <translation>Ce que les tuiles en cours peuvent prendre sur tous les travailleurs. 0 prend le réglage du fournisseur dans QGIS, sinon une part de la mémoire de la machine.</translation>
    </message>
    <message>
      <source>Nodata value of the output</source>
      <translation>Valeur nodata de la sortie</translation>
    </message>
    <message>
      <source>A number, or nan. Empty: the input's where the output's type holds it, else a fitting one.</source>
      <translation>Un nombre, ou nan. Vide : celle de l'entrée si le type de la sortie la contient, sinon une qui convient.</translation>
    </message>
    <message>
      <source>Creation options</source>
      <translation>Options de création</translation>
    </message>
    <message>
      <source>Options of the output's format, as COMPRESS=ZSTD|BLOCKXSIZE=512. They win over the defaults: tiled, compressed with the right predictor, BIGTIFF=IF_SAFER. DRIVER=COG writes a cloud optimised GeoTIFF.</source>
      <translation>Options du format de sortie, comme COMPRESS=ZSTD|BLOCKXSIZE=512. Elles l'emportent sur les valeurs par défaut : tuilé, compressé avec le bon prédicteur, BIGTIFF=IF_SAFER. DRIVER=COG écrit un GeoTIFF optimisé pour le nuage.</translation>
    </message>
    <message>
      <source>Type of the output</source>
      <translation>Type de la sortie</translation>
    </message>
    <message>
      <source>auto: the input's type where the filter keeps values, else a type that holds the result. With another type values are rounded and clipped, never wrapped.</source>
      <translation>auto : le type de l'entrée si le filtre garde les valeurs, sinon un type qui contient le résultat. Avec un autre type, les valeurs sont arrondies et bornées, jamais repliées.</translation>
    </message>
    <message>
      <source>Format of the output</source>
      <translation>Format de la sortie</translation>
    </message>
    <message>
      <source>auto: by the extension of the output's name. gtiff: GeoTIFF. cog: cloud optimised GeoTIFF, which opens fast over a network and holds smaller versions of itself.</source>
      <translation>auto : selon l'extension du nom de sortie. gtiff : GeoTIFF. cog : GeoTIFF optimisé pour le nuage, qui s'ouvre vite par un réseau et contient des versions réduites de lui-même.</translation>
    </message>
    <message>
      <source>Overviews (reduced copies) in the output</source>
      <translation>Aperçus (copies réduites) dans la sortie</translation>
    </message>
    <message>
      <source>auto: GeoTIFFs of more than 2048 pixels get overviews and statistics in the same run, so that they are shown at once; averaged, or nearest where pixels are classes or angles. yes: smaller ones too. no: none.</source>
      <translation>auto : les GeoTIFF de plus de 2048 pixels reçoivent aperçus et statistiques dans la même exécution, pour s'afficher aussitôt ; moyennés, ou le plus proche si les pixels sont des classes ou des angles. yes : les plus petits aussi. no : aucun.</translation>
    </message>
    <message>
      <source>Aspect</source>
      <translation>Exposition</translation>
    </message>
    <message>
      <source>Roughness</source>
      <translation>Aspérité</translation>
    </message>
    <message>
      <source>Focal</source>
      <translation>Focal</translation>
    </message>
    <message>
      <source>Smoothing</source>
      <translation>Lissage</translation>
    </message>
    <message>
      <source>Edges</source>
      <translation>Contours</translation>
    </message>
    <message>
      <source>Terrain</source>
      <translation>Terrain</translation>
    </message>
    <message>
      <source>Your own</source>
      <translation>Les vôtres</translation>
    </message>
    <message>
      <source>Your own function</source>
      <translation>Votre propre fonction</translation>
    </message>
    <message>
      <source>Mean of the valid pixels of the window, weighted if the window is a matrix of weights.</source>
      <translation>Moyenne des pixels valides de la fenêtre, pondérée si la fenêtre est une matrice de poids.</translation>
    </message>
    <message>
      <source>Median of the valid pixels of the window; of an even number, the mean of the two middle ones.</source>
      <translation>Médiane des pixels valides de la fenêtre ; d'un nombre pair, la moyenne des deux du milieu.</translation>
    </message>
    <message>
      <source>Smallest of the valid pixels of the window.</source>
      <translation>Le plus petit des pixels valides de la fenêtre.</translation>
    </message>
    <message>
      <source>Largest of the valid pixels of the window.</source>
      <translation>Le plus grand des pixels valides de la fenêtre.</translation>
    </message>
    <message>
      <source>Largest minus smallest of the valid pixels of the window.</source>
      <translation>Le plus grand moins le plus petit des pixels valides de la fenêtre.</translation>
    </message>
    <message>
      <source>Sum of the valid pixels of the window, weighted if the window is a matrix of weights.</source>
      <translation>Somme des pixels valides de la fenêtre, pondérée si la fenêtre est une matrice de poids.</translation>
    </message>
    <message>
      <source>Standard deviation of the valid pixels of the window, divided by their count (not count minus one).</source>
      <translation>Écart-type des pixels valides de la fenêtre, divisé par leur nombre (pas nombre moins un).</translation>
    </message>
    <message>
      <source>Variance of the valid pixels of the window, divided by their count (not count minus one).</source>
      <translation>Variance des pixels valides de la fenêtre, divisée par leur nombre (pas nombre moins un).</translation>
    </message>
    <message>
      <source>Percentile of the valid pixels of the window, linear between ranks.</source>
      <translation>Percentile des pixels valides de la fenêtre, linéaire entre les rangs.</translation>
    </message>
    <message>
      <source>Most frequent of the valid pixels of the window; of equally frequent values the smallest.</source>
      <translation>Le plus fréquent des pixels valides de la fenêtre ; à fréquence égale, la plus petite valeur.</translation>
    </message>
    <message>
      <source>Least frequent of the valid pixels of the window; of equally rare values the smallest.</source>
      <translation>Le moins fréquent des pixels valides de la fenêtre ; à rareté égale, la plus petite valeur.</translation>
    </message>
    <message>
      <source>Number of different values among the valid pixels of the window.</source>
      <translation>Nombre de valeurs différentes parmi les pixels valides de la fenêtre.</translation>
    </message>
    <message>
      <source>Number of valid pixels in the window.</source>
      <translation>Nombre de pixels valides dans la fenêtre.</translation>
    </message>
    <message>
      <source>Mean with Gaussian weights, normalised over the valid pixels, so that gaps do not darken their surroundings.</source>
      <translation>Moyenne à poids gaussiens, normalisée sur les pixels valides, pour que les lacunes n'assombrissent pas leur entourage.</translation>
    </message>
    <message>
      <source>Pixels further than a threshold from the Gaussian mean of their surroundings become no data; others stay.</source>
      <translation>Les pixels plus éloignés qu'un seuil de la moyenne gaussienne de leur entourage deviennent sans donnée ; les autres restent.</translation>
    </message>
    <message>
      <source>Pixels without data get the mean of the valid pixels within a distance, nearer ones weighing more; others stay.</source>
      <translation>Les pixels sans donnée reçoivent la moyenne des pixels valides à une distance donnée, les proches pesant plus ; les autres restent.</translation>
    </message>
    <message>
      <source>Gradient of three by three pixels with the weights 1 2 1, which marks edges.</source>
      <translation>Gradient de trois pixels sur trois avec les poids 1 2 1, qui marque les contours.</translation>
    </message>
    <message>
      <source>Gradient of three by three pixels with the weights 1 1 1, which marks edges.</source>
      <translation>Gradient de trois pixels sur trois avec les poids 1 1 1, qui marque les contours.</translation>
    </message>
    <message>
      <source>Sum of the neighbours' differences from the pixel: positive in pits, negative on peaks.</source>
      <translation>Somme des différences des voisins au pixel : positive dans les creux, négative sur les sommets.</translation>
    </message>
    <message>
      <source>Laplacian of the raster smoothed by a Gaussian, which marks spots of about 1.4 sigma in radius.</source>
      <translation>Laplacien du raster lissé par une gaussienne, qui marque les taches d'environ 1,4 sigma de rayon.</translation>
    </message>
    <message>
      <source>Maximum of the minima: peaks and ridges smaller than the window vanish, all else stays.</source>
      <translation>Maximum des minima : sommets et crêtes plus petits que la fenêtre disparaissent, tout le reste demeure.</translation>
    </message>
    <message>
      <source>Minimum of the maxima: pits and valleys smaller than the window vanish, all else stays.</source>
      <translation>Minimum des maxima : creux et vallées plus petits que la fenêtre disparaissent, tout le reste demeure.</translation>
    </message>
    <message>
      <source>The raster minus its opening: how far peaks and ridges smaller than the window stand out.</source>
      <translation>Le raster moins son ouverture : de combien dépassent sommets et crêtes plus petits que la fenêtre.</translation>
    </message>
    <message>
      <source>The closing minus the raster: how deep pits and valleys smaller than the window are.</source>
      <translation>La fermeture moins le raster : quelle est la profondeur des creux et vallées plus petits que la fenêtre.</translation>
    </message>
    <message>
      <source>The pixel minus the mean of the valid pixels of its window: local relief, also beside gaps.</source>
      <translation>Le pixel moins la moyenne des pixels valides de sa fenêtre : relief local, aussi à côté des lacunes.</translation>
    </message>
    <message>
      <source>The pixel minus the mean of its window, in standard deviations of the window; 0 where all pixels are equal.</source>
      <translation>Le pixel moins la moyenne de sa fenêtre, en écarts-types de la fenêtre ; 0 si tous les pixels sont égaux.</translation>
    </message>
    <message>
      <source>Steepest slope of the ground, in degrees or percent, as gdaldem computes it.</source>
      <translation>Plus forte pente du terrain, en degrés ou pour cent, comme la calcule gdaldem.</translation>
    </message>
    <message>
      <source>Direction in which the ground falls, in degrees clockwise from north; flat ground has no data.</source>
      <translation>Direction où le terrain descend, en degrés depuis le nord dans le sens horaire ; le terrain plat est sans donnée.</translation>
    </message>
    <message>
      <source>Brightness of the ground under a light, from 1 (shade) to 255; 0 is no data.</source>
      <translation>Clarté du terrain sous une lumière, de 1 (ombre) à 255 ; 0 est sans donnée.</translation>
    </message>
    <message>
      <source>The pixel minus the mean of the other valid pixels of its window, as gdaldem computes it for 3 x 3.</source>
      <translation>Le pixel moins la moyenne des autres pixels valides de sa fenêtre, comme le calcule gdaldem pour 3 x 3.</translation>
    </message>
    <message>
      <source>How much the eight neighbours differ from the pixel.</source>
      <translation>De combien les huit voisins diffèrent du pixel.</translation>
    </message>
    <message>
      <source>Largest difference between any two of the three by three pixels.</source>
      <translation>Plus grande différence entre deux des trois pixels sur trois.</translation>
    </message>
    <message>
      <source>A Python function in a file of yours, called on every tile.</source>
      <translation>Une fonction Python dans un fichier à vous, appelée sur chaque tuile.</translation>
    </message>
    <message>
      <source>Square</source>
      <translation>Carré</translation>
    </message>
    <message>
      <source>Rectangle</source>
      <translation>Rectangle</translation>
    </message>
    <message>
      <source>Circle</source>
      <translation>Cercle</translation>
    </message>
    <message>
      <source>Annulus</source>
      <translation>Anneau</translation>
    </message>
    <message>
      <source>Magnitude</source>
      <translation>Norme</translation>
    </message>
    <message>
      <source>Columns</source>
      <translation>Colonnes</translation>
    </message>
    <message>
      <source>Rows</source>
      <translation>Lignes</translation>
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
      <translation>Degrés</translation>
    </message>
    <message>
      <source>Percent</source>
      <translation>Pour cent</translation>
    </message>
    <message>
      <source>Single</source>
      <translation>Unique</translation>
    </message>
    <message>
      <source>Multidirectional</source>
      <translation>Multidirectionnelle</translation>
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
      <translation>Pixels</translation>
    </message>
    <message>
      <source>Map</source>
      <translation>Carte</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Garder</translation>
    </message>
    <message>
      <source>Fill</source>
      <translation>Combler</translation>
    </message>
    <message>
      <source>Propagate</source>
      <translation>Propager</translation>
    </message>
    <message>
      <source>Shrink</source>
      <translation>Rétrécir</translation>
    </message>
    <message>
      <source>Reflect</source>
      <translation>Réfléchir</translation>
    </message>
    <message>
      <source>Nearest</source>
      <translation>Le plus proche</translation>
    </message>
    <message>
      <source>No result there, but windows see them</source>
      <translation>Pas de résultat, mais les fenêtres les voient</translation>
    </message>
    <message>
      <source>Nodata, for windows too</source>
      <translation>Sans donnée, pour les fenêtres aussi</translation>
    </message>
    <message>
      <source>Auto</source>
      <translation>Automatique</translation>
    </message>
    <message>
      <source>Basic</source>
      <translation>Simple</translation>
    </message>
    <message>
      <source>Threads</source>
      <translation>Fils d'exécution</translation>
    </message>
    <message>
      <source>Multi</source>
      <translation>Processus</translation>
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
      <translation>Oui</translation>
    </message>
    <message>
      <source>No</source>
      <translation>Non</translation>
    </message>
    <message>
      <source>Filtered raster</source>
      <translation>Raster filtré</translation>
    </message>
    <message>
      <source>Statistics</source>
      <translation>Statistiques</translation>
    </message>
    <message>
      <source>What to measure, over the whole raster or the area chosen.</source>
      <translation>Que mesurer, sur tout le raster ou l'emprise choisie.</translation>
    </message>
    <message>
      <source>Percentiles</source>
      <translation>Percentiles</translation>
    </message>
    <message>
      <source>Numbers from 0 to 100 separated by a semicolon, as in 5;50;95. They are exact.</source>
      <translation>Nombres de 0 à 100 séparés par un point-virgule, comme dans 5;50;95. Ils sont exacts.</translation>
    </message>
    <message>
      <source>Bins of the histogram (0: none)</source>
      <translation>Classes de l'histogramme (0 : aucun)</translation>
    </message>
    <message>
      <source>Bins of equal width between minimum and maximum, in JSON and in the report.</source>
      <translation>Classes de largeur égale entre minimum et maximum, dans le JSON et le rapport.</translation>
    </message>
    <message>
      <source>A Python file with your own function; it is also called on each tile.</source>
      <translation>Un fichier Python avec votre propre fonction ; elle est aussi appelée sur chaque tuile.</translation>
    </message>
    <message>
      <source>Side of the squares of which statistics are wanted (0: the tiles of the run)</source>
      <translation>Côté des carrés à mesurer (0 : les tuiles de l'exécution)</translation>
    </message>
    <message>
      <source>In the layer of tiles there is a polygon with its statistics for each square of this side. In units of the map it is rounded to whole pixels.</source>
      <translation>Dans la couche des tuiles il y a un polygone avec ses statistiques pour chaque carré de ce côté. En unités de la carte il est arrondi à des pixels entiers.</translation>
    </message>
    <message>
      <source>Unit of that side</source>
      <translation>Unité de ce côté</translation>
    </message>
    <message>
      <source>pixels: of the raster. map: units of the raster's CRS, as metres or degrees.</source>
      <translation>pixels : du raster. map : unités du SCR du raster, comme mètres ou degrés.</translation>
    </message>
    <message>
      <source>Statistics of each tile</source>
      <translation>Statistiques de chaque tuile</translation>
    </message>
    <message>
      <source>Table (CSV)</source>
      <translation>Tableau (CSV)</translation>
    </message>
    <message>
      <source>CSV files (*.csv)</source>
      <translation>Fichiers CSV (*.csv)</translation>
    </message>
    <message>
      <source>JSON</source>
      <translation>JSON</translation>
    </message>
    <message>
      <source>JSON files (*.json)</source>
      <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
      <source>Report (HTML)</source>
      <translation>Rapport (HTML)</translation>
    </message>
    <message>
      <source>HTML files (*.html)</source>
      <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
      <source>Count</source>
      <translation>Nombre</translation>
    </message>
    <message>
      <source>Percentage valid</source>
      <translation>Part valide</translation>
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
      <translation>Somme des carrés</translation>
    </message>
    <message>
      <source>Std</source>
      <translation>Écart-type</translation>
    </message>
    <message>
      <source>Coefficient of variation</source>
      <translation>Coefficient de variation</translation>
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
      <translation>Mode</translation>
    </message>
    <message>
      <source>Entropy</source>
      <translation>Entropie</translation>
    </message>
    <message>
      <source>Skewness</source>
      <translation>Asymétrie</translation>
    </message>
    <message>
      <source>Kurtosis</source>
      <translation>Aplatissement</translation>
    </message>
    <message>
      <source>All pixels</source>
      <translation>Tous les pixels</translation>
    </message>
    <message>
      <source>Valid pixels</source>
      <translation>Pixels valides</translation>
    </message>
    <message>
      <source>Valid share</source>
      <translation>Part valide</translation>
    </message>
    <message>
      <source>Root mean square</source>
      <translation>Moyenne quadratique</translation>
    </message>
    <message>
      <source>Interquartile range</source>
      <translation>Écart interquartile</translation>
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
      <translation>Nombre de pixels, valides ou non.</translation>
    </message>
    <message>
      <source>Number of pixels with a value.</source>
      <translation>Nombre de pixels avec une valeur.</translation>
    </message>
    <message>
      <source>Valid pixels in percent of all pixels.</source>
      <translation>Pixels valides en pour cent de tous les pixels.</translation>
    </message>
    <message>
      <source>Smallest valid value.</source>
      <translation>Plus petite valeur valide.</translation>
    </message>
    <message>
      <source>Largest valid value.</source>
      <translation>Plus grande valeur valide.</translation>
    </message>
    <message>
      <source>Largest less smallest valid value.</source>
      <translation>Plus grande moins plus petite valeur valide.</translation>
    </message>
    <message>
      <source>Sum of the valid pixels.</source>
      <translation>Somme des pixels valides.</translation>
    </message>
    <message>
      <source>Sum of the squared valid pixels.</source>
      <translation>Somme des carrés des pixels valides.</translation>
    </message>
    <message>
      <source>Arithmetic mean of the valid pixels.</source>
      <translation>Moyenne arithmétique des pixels valides.</translation>
    </message>
    <message>
      <source>Square root of the variance, dividing by n.</source>
      <translation>Racine de la variance, divisée par n.</translation>
    </message>
    <message>
      <source>Mean squared deviation from the mean, dividing by n.</source>
      <translation>Moyenne des carrés des écarts à la moyenne, divisée par n.</translation>
    </message>
    <message>
      <source>Standard deviation divided by the mean; empty where the mean is 0.</source>
      <translation>Écart-type divisé par la moyenne ; vide si la moyenne est 0.</translation>
    </message>
    <message>
      <source>Square root of the mean squared value: the RMSE when the raster holds differences.</source>
      <translation>Racine de la moyenne des carrés : le RMSE quand le raster contient des différences.</translation>
    </message>
    <message>
      <source>The middle value, exact at any size.</source>
      <translation>La valeur du milieu, exacte à toute taille.</translation>
    </message>
    <message>
      <source>75th less 25th percentile.</source>
      <translation>75e moins 25e percentile.</translation>
    </message>
    <message>
      <source>Linear error with 90 % confidence: 95th less 5th percentile.</source>
      <translation>Erreur linéaire à 90 % de confiance : 95e moins 5e percentile.</translation>
    </message>
    <message>
      <source>Normalised median absolute deviation: 1.4826 times the median distance from the median.</source>
      <translation>Écart absolu médian normalisé : 1,4826 fois la distance médiane à la médiane.</translation>
    </message>
    <message>
      <source>The most frequent value, the smallest of several.</source>
      <translation>La valeur la plus fréquente, la plus petite de plusieurs.</translation>
    </message>
    <message>
      <source>Number of different values.</source>
      <translation>Nombre de valeurs différentes.</translation>
    </message>
    <message>
      <source>Shannon's entropy in bits, of the values of integers and of the histogram's bins (256 by default) of floats.</source>
      <translation>Entropie de Shannon en bits, des valeurs des entiers et des classes de l'histogramme (256 par défaut) des décimaux.</translation>
    </message>
    <message>
      <source>Third central moment over the cubed standard deviation: 0 for symmetric data; empty for constant data.</source>
      <translation>Troisième moment central sur le cube de l'écart-type : 0 pour des données symétriques ; vide pour des données constantes.</translation>
    </message>
    <message>
      <source>Fourth central moment over the squared variance, less 3: 0 for normal data; empty for constant data.</source>
      <translation>Quatrième moment central sur le carré de la variance, moins 3 : 0 pour des données normales ; vide pour des données constantes.</translation>
    </message>
    <message>
      <source>Statistic</source>
      <translation>Statistique</translation>
    </message>
    <message>
      <source>Focal statistics</source>
      <translation>Statistiques focales</translation>
    </message>
    <message>
      <source>Smoothed raster</source>
      <translation>Raster lissé</translation>
    </message>
    <message>
      <source>Filled raster</source>
      <translation>Raster comblé</translation>
    </message>
    <message>
      <source>Raster without outliers</source>
      <translation>Raster sans valeurs aberrantes</translation>
    </message>
    <message>
      <source>Method</source>
      <translation>Méthode</translation>
    </message>
    <message>
      <source>Operation</source>
      <translation>Opération</translation>
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
      <translation>Indice</translation>
    </message>
    <message>
      <source>Ruggedness</source>
      <translation>Rugosité</translation>
    </message>
    <message>
      <source>Measure</source>
      <translation>Mesure</translation>
    </message>
    <message>
      <source>Local relief</source>
      <translation>Relief local</translation>
    </message>
    <message>
      <source>Zones: polygons, or a raster</source>
      <translation>Zones : polygones, ou un raster</translation>
    </message>
    <message>
      <source>A layer of polygons, in any CRS; overlapping ones are each measured by themselves. Or a raster of whole numbers on the same grid: all pixels with one number are a zone.</source>
      <translation>Une couche de polygones, dans tout SCR ; ceux qui se recouvrent sont mesurés chacun pour soi. Ou un raster d'entiers sur la même grille : tous les pixels d'un nombre sont une zone.</translation>
    </message>
    <message>
      <source>Measure only the features that are selected in the layer of zones.</source>
      <translation>Ne mesurer que les entités sélectionnées dans la couche des zones.</translation>
    </message>
    <message>
      <source>What to measure in each zone.</source>
      <translation>Que mesurer dans chaque zone.</translation>
    </message>
    <message>
      <source>Numbers from 0 to 100 separated by a semicolon, as in 5;50;95.</source>
      <translation>Nombres de 0 à 100 séparés par un point-virgule, comme dans 5;50;95.</translation>
    </message>
    <message>
      <source>Pixels of a polygon</source>
      <translation>Pixels d'un polygone</translation>
    </message>
    <message>
      <source>centre: those whose centre lies within. touched: all that any part of the polygon lies in. share: all of these, each by the share of it that is covered.</source>
      <translation>centre : ceux dont le centre est à l'intérieur. touched : tous ceux où se trouve une part du polygone. share : tous ceux-là, chacun selon la part couverte.</translation>
    </message>
    <message>
      <source>Band with the numbers of the zones</source>
      <translation>Bande avec les numéros des zones</translation>
    </message>
    <message>
      <source>Where the zones are a raster: the band whose whole numbers tell them apart.</source>
      <translation>Si les zones sont un raster : la bande dont les nombres entiers les distinguent.</translation>
    </message>
    <message>
      <source>Prefix of the fields</source>
      <translation>Préfixe des champs</translation>
    </message>
    <message>
      <source>Stands before the name of each statistic.</source>
      <translation>Se place devant le nom de chaque statistique.</translation>
    </message>
    <message>
      <source>Zones with statistics</source>
      <translation>Zones avec statistiques</translation>
    </message>
    <message>
      <source>Shares of classes (CSV)</source>
      <translation>Parts des classes (CSV)</translation>
    </message>
    <message>
      <source>Centre</source>
      <translation>Centre</translation>
    </message>
    <message>
      <source>Touched</source>
      <translation>Touchés</translation>
    </message>
    <message>
      <source>Share</source>
      <translation>Part</translation>
    </message>
    <message>
      <source>Number of zones</source>
      <translation>Nombre de zones</translation>
    </message>
    <message>
      <source>Python file</source>
      <translation>Fichier Python</translation>
    </message>
    <message>
      <source>A Python file with your own function.</source>
      <translation>Un fichier Python avec votre propre fonction.</translation>
    </message>
    <message>
      <source>Function</source>
      <translation>Fonction</translation>
    </message>
    <message>
      <source>Arguments, as JSON</source>
      <translation>Arguments, en JSON</translation>
    </message>
    <message>
      <source>Margin, pixels</source>
      <translation>Marge, en pixels</translation>
    </message>
    <message>
      <source>Result of the function</source>
      <translation>Résultat de la fonction</translation>
    </message>
    <message>
      <source>Tiles</source>
      <translation>Tuiles</translation>
    </message>
    <message>
      <source>Margin for the function</source>
      <translation>Marge pour la fonction</translation>
    </message>
    <message>
      <source>Report on the engine (HTML)</source>
      <translation>Rapport sur le moteur (HTML)</translation>
    </message>
    <message>
      <source>Report</source>
      <translation>Rapport</translation>
    </message>
    <message>
      <source>focal,neighbourhood,neighborhood,window,smooth,denoise,convolution,large,parallel,python</source>
      <translation>focal,voisinage,fenêtre,lisser,débruiter,convolution,grand,parallèle,python</translation>
    </message>
    <message>
      <source>All in one</source>
      <translation>Tout en un</translation>
    </message>
    <message>
      <source>Tiled filter (save)</source>
      <translation>Filtre par tuiles (enregistrer)</translation>
    </message>
    <message>
      <source>Filters a raster of any size tile by tile, on all cores, into a new raster.</source>
      <translation>Filtre un raster de toute taille tuile par tuile, sur tous les cœurs, dans un nouveau raster.</translation>
    </message>
    <message>
      <source>Filters a raster of any size into a new one. The raster is cut into tiles with a margin, the tiles are worked on by all cores, and the result is that of the whole raster at once, bit for bit. The work happens outside QGIS, in bounded memory, and can be cancelled at any moment; an existing output is replaced only when the new one is whole.</source>
      <translation>Filtre un raster de toute taille dans un nouveau. Le raster est découpé en tuiles avec une marge, tous les cœurs travaillent aux tuiles, et le résultat est celui de tout le raster d'un coup, bit pour bit. Le travail se fait hors de QGIS, dans une mémoire bornée, et peut être annulé à tout moment ; une sortie existante n'est remplacée que lorsque la nouvelle est entière.</translation>
    </message>
    <message>
      <source>The filters, by the names that scripts and models use:</source>
      <translation>Les filtres, par les noms qu'utilisent scripts et modèles :</translation>
    </message>
    <message>
      <source>your own Python function: choose its file and name under Advanced parameters.</source>
      <translation>votre propre fonction Python : choisissez son fichier et son nom sous les paramètres avancés.</translation>
    </message>
    <message>
      <source>In scripts and on the command line bands are separated by a comma or a semicolon: BANDS=1,2.</source>
      <translation>Dans les scripts et en ligne de commande, les bandes sont séparées par une virgule ou un point-virgule : BANDS=1,2.</translation>
    </message>
    <message>
      <source>Preview, in the dialog, shows what the map shows before and after, with a line to be dragged between: at full resolution, at most 1,024 x 1,024 pixels. It goes through the same engine, and its pixels are those of the run.</source>
      <translation>Aperçu, dans la fenêtre, montre l'emprise de la carte avant et après, avec une ligne à faire glisser entre les deux : en pleine résolution, 1 024 x 1 024 pixels au plus. Il passe par le même moteur, et ses pixels sont ceux du traitement.</translation>
    </message>
    <message>
      <source>Values are taken as the file stores them: a band's scale and offset are not applied, as in gdaldem.</source>
      <translation>Les valeurs sont prises comme le fichier les stocke : l'échelle et le décalage d'une bande ne sont pas appliqués, comme dans gdaldem.</translation>
    </message>
    <message>
      <source>Your own function's file is executed on this computer, in a worker process outside QGIS, with your rights: only name files that you trust.</source>
      <translation>Le fichier de votre fonction est exécuté sur cet ordinateur, dans un processus hors de QGIS, avec vos droits : ne nommez que des fichiers de confiance.</translation>
    </message>
    <message>
      <source>Left the raster, right the result ({}).</source>
      <translation>À gauche le raster, à droite le résultat ({}).</translation>
    </message>
    <message>
      <source>What it is for</source>
      <translation>À quoi il sert</translation>
    </message>
    <message>
      <source>Formulas</source>
      <translation>Formules</translation>
    </message>
    <message>
      <source>Σ w·v / Σ w</source>
      <translation>Σ w·v / Σ w</translation>
    </message>
    <message>
      <source>the middle one of the sorted v; for even n the mean of the two middle ones</source>
      <translation>celui du milieu des v triés ; pour n pair la moyenne des deux du milieu</translation>
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
      <translation>v au rang (n − 1)·p / 100 des v triés, linéaire entre les rangs</translation>
    </message>
    <message>
      <source>the v of largest count</source>
      <translation>le v le plus fréquent</translation>
    </message>
    <message>
      <source>the v of smallest count</source>
      <translation>le v le moins fréquent</translation>
    </message>
    <message>
      <source>number of different v</source>
      <translation>nombre de v différents</translation>
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
      <translation>sans donnée où |z − g| &gt; threshold, g = Σ w·v / Σ w, w = exp(−d² / 2σ²)</translation>
    </message>
    <message>
      <source>Σ w·v / Σ w, w = 1 / dᵖ, d ≤ distance, where z is missing</source>
      <translation>Σ w·v / Σ w, w = 1 / dᵖ, d ≤ distance, où z manque</translation>
    </message>
    <message>
      <source>√(x² + y²), x and y: differences of neighbours with the weights 1 2 1</source>
      <translation>√(x² + y²), x et y : différences des voisins avec les poids 1 2 1</translation>
    </message>
    <message>
      <source>√(x² + y²), x and y: differences of neighbours with the weights 1 1 1</source>
      <translation>√(x² + y²), x et y : différences des voisins avec les poids 1 1 1</translation>
    </message>
    <message>
      <source>Σ (v − z) over the 4 or 8 neighbours</source>
      <translation>Σ (v − z) sur les 4 ou 8 voisins</translation>
    </message>
    <message>
      <source>Σ w·(v − z), w = (d² − 2σ²) / σ⁴ · exp(−d² / 2σ²), normalised</source>
      <translation>Σ w·(v − z), w = (d² − 2σ²) / σ⁴ · exp(−d² / 2σ²), normalisé</translation>
    </message>
    <message>
      <source>max of the minima</source>
      <translation>max des minima</translation>
    </message>
    <message>
      <source>min of the maxima</source>
      <translation>min des maxima</translation>
    </message>
    <message>
      <source>z − opening</source>
      <translation>z − ouverture</translation>
    </message>
    <message>
      <source>closing − z</source>
      <translation>fermeture − z</translation>
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
      <translation>arctan √(p² + q²) en degrés, ou 100·√(p² + q²) en pour cent ; p, q : gradients de neuf pixels, poids 1 2 1</translation>
    </message>
    <message>
      <source>direction of (−p, −q), clockwise from north; p, q: gradients to the east and the north</source>
      <translation>direction de (−p, −q), depuis le nord dans le sens horaire ; p, q : gradients vers l'est et vers le nord</translation>
    </message>
    <message>
      <source>1 + 254·max(0, c), c = (sin h − cos h·(p·sin a + q·cos a)) / √(1 + p² + q²); h altitude, a azimuth</source>
      <translation>1 + 254·max(0, c), c = (sin h − cos h·(p·sin a + q·cos a)) / √(1 + p² + q²) ; h hauteur de la lumière, a azimut</translation>
    </message>
    <message>
      <source>z − Σ v / n over the other pixels</source>
      <translation>z − Σ v / n sur les autres pixels</translation>
    </message>
    <message>
      <source>riley: √(Σ (v − z)²); wilson: Σ |v − z| / 8, over the 8 neighbours</source>
      <translation>riley : √(Σ (v − z)²) ; wilson : Σ |v − z| / 8, sur les 8 voisins</translation>
    </message>
    <message>
      <source>max − min of the nine pixels</source>
      <translation>max − min des neuf pixels</translation>
    </message>
    <message>
      <source>z: the pixel. v: the valid pixels of its window, n of them. w: weights, 1 where there are none. d: the distance from the pixel, in pixels.</source>
      <translation>z : le pixel. v : les pixels valides de sa fenêtre, au nombre de n. w : poids, 1 s'il n'y en a pas. d : la distance au pixel, en pixels.</translation>
    </message>
    <message>
      <source>Fields</source>
      <translation>Champs</translation>
    </message>
    <message>
      <source>Choices: {}.</source>
      <translation>Choix : {}.</translation>
    </message>
    <message>
      <source>At first: {}.</source>
      <translation>Au départ : {}.</translation>
    </message>
    <message>
      <source>From {} to {}.</source>
      <translation>De {} à {}.</translation>
    </message>
    <message>
      <source>A file, or a temporary one.</source>
      <translation>Un fichier, ou un fichier temporaire.</translation>
    </message>
    <message>
      <source>{} or more.</source>
      <translation>{} ou plus.</translation>
    </message>
    <message>
      <source>Under Advanced Parameters</source>
      <translation>Sous les paramètres avancés</translation>
    </message>
    <message>
      <source>Limits</source>
      <translation>Limites</translation>
    </message>
    <message>
      <source>The raster is a file on disk, or in a /vsi place that GDAL reads; web services must be saved first.</source>
      <translation>Le raster est un fichier sur le disque, ou à un endroit /vsi que lit GDAL ; les services web doivent d'abord être enregistrés.</translation>
    </message>
    <message>
      <source>Memory does not grow with the raster: tiles in flight stay below the memory limit.</source>
      <translation>La mémoire ne croît pas avec le raster : les tuiles en cours restent sous la limite de mémoire.</translation>
    </message>
    <message>
      <source>No valid pixel becomes nodata by chance: the output's nodata value is none that the filter can give.</source>
      <translation>Aucun pixel valide ne devient sans donnée par hasard : la valeur nodata de la sortie n'en est aucune que le filtre puisse donner.</translation>
    </message>
    <message>
      <source>Integers beyond 2^53 are refused by filters that compute with decimal numbers.</source>
      <translation>Les entiers au-delà de 2^53 sont refusés par les filtres qui calculent avec des décimaux.</translation>
    </message>
    <message>
      <source>Windows are odd, up to 4097 pixels wide; the time grows with the size of the window.</source>
      <translation>Les fenêtres sont impaires, jusqu'à 4097 pixels de large ; le temps croît avec la taille de la fenêtre.</translation>
    </message>
    <message>
      <source>Heights and ground need one unit: declared units are converted, degrees become metres, row by row.</source>
      <translation>Altitudes et carte ont besoin d'une même unité : les unités déclarées sont converties, les degrés deviennent des mètres, ligne par ligne.</translation>
    </message>
    <message>
      <source>A function sees its tile and the margin, nothing else; its file is executed with your rights.</source>
      <translation>Une fonction voit sa tuile et la marge, rien d'autre ; son fichier est exécuté avec vos droits.</translation>
    </message>
    <message>
      <source>The same from a script</source>
      <translation>La même chose depuis un script</translation>
    </message>
    <message>
      <source>On the command line</source>
      <translation>En ligne de commande</translation>
    </message>
    <message>
      <source>In QGIS's Python console</source>
      <translation>Dans la console Python de QGIS</translation>
    </message>
    <message>
      <source>Tiled statistics (collect)</source>
      <translation>Statistiques par tuiles (rassembler)</translation>
    </message>
    <message>
      <source>Gaussian smoothing</source>
      <translation>Lissage gaussien</translation>
    </message>
    <message>
      <source>Remove outliers</source>
      <translation>Enlever les valeurs aberrantes</translation>
    </message>
    <message>
      <source>Edge detection</source>
      <translation>Détection de contours</translation>
    </message>
    <message>
      <source>Topographic position index (TPI)</source>
      <translation>Indice de position topographique (TPI)</translation>
    </message>
    <message>
      <source>Ruggedness and roughness</source>
      <translation>Rugosité et aspérité</translation>
    </message>
    <message>
      <source>Statistics by zone</source>
      <translation>Statistiques par zone</translation>
    </message>
    <message>
      <source>Own function on tiles</source>
      <translation>Votre fonction sur des tuiles</translation>
    </message>
    <message>
      <source>Tiling grid (preview)</source>
      <translation>Grille des tuiles (aperçu)</translation>
    </message>
    <message>
      <source>Check the engine</source>
      <translation>Vérifier le moteur</translation>
    </message>
    <message>
      <source>The other tools</source>
      <translation>Les autres outils</translation>
    </message>
    <message>
      <source>average,deviation,quantile,histogram,summary,large,parallel,report,python,function</source>
      <translation>moyenne,écart,quantile,histogramme,résumé,grand,parallèle,rapport,python,fonction</translation>
    </message>
    <message>
      <source>Measures a raster of any size tile by tile, exactly, median and percentiles too.</source>
      <translation>Mesure un raster de toute taille tuile par tuile, exactement, médiane et percentiles aussi.</translation>
    </message>
    <message>
      <source>Measures a raster of any size, and gives numbers for models, a table, JSON, a report, and a polygon for each tile. Counts, extremes, median and percentiles are exact, and memory does not grow with the raster. The numbers handed to a model are those of the first chosen band.</source>
      <translation>Mesure un raster de toute taille, et donne des nombres pour les modèles, un tableau, un JSON, un rapport, et un polygone pour chaque tuile. Nombres, extrêmes, médiane et percentiles sont exacts, et la mémoire ne croît pas avec le raster. Les nombres passés à un modèle sont ceux de la première bande choisie.</translation>
    </message>
    <message>
      <source>The statistics, by the names that scripts and models use:</source>
      <translation>Les statistiques, par les noms qu'utilisent scripts et modèles :</translation>
    </message>
    <message>
      <source>with the values of the form</source>
      <translation>avec les valeurs du formulaire</translation>
    </message>
    <message>
      <source>More different values than memory holds go to a temporary file, for mode and variety only.</source>
      <translation>S'il y a plus de valeurs différentes que la mémoire n'en contient, elles vont dans un fichier temporaire, pour mode et variété seulement.</translation>
    </message>
    <message>
      <source>focal,neighbourhood analysis,neighborhood statistics,moving window,sliding window,kernel,convolution,low pass filter,low-pass,lowpass,smooth,smoothing,blur,denoise,noise,despeckle,speckle,salt and pepper,rolling,mean filter,average,median filter,mode,standard deviation,quantile,rank,dilate,dilation,erode,erosion,modal,majority filter,generalize,generalise,diversity,sieve,r.neighbors,box filter,local statistics,annulus,circle,weights</source>
      <translation>focal,analyse de voisinage,voisinage,fenêtre mobile,fenêtre glissante,convolution,passe-bas,lisser,lissage,flou,débruiter,bruit,filtre moyen,moyenne,filtre médian,mode,écart-type,quantile,rang,dilatation,érosion,filtre majoritaire,généraliser,diversité,anneau,cercle,poids</translation>
    </message>
    <message>
      <source>Neighbourhood</source>
      <translation>Voisinage</translation>
    </message>
    <message>
      <source>Computes a statistic of the pixels around each pixel: mean, median, majority, percentile and others.</source>
      <translation>Calcule une statistique des pixels autour de chaque pixel : moyenne, médiane, majorité, percentile et autres.</translation>
    </message>
    <message>
      <source>{}, by the names that scripts and models use:</source>
      <translation>{}, par les noms qu'utilisent scripts et modèles :</translation>
    </message>
    <message>
      <source>The raster may have any size: it is cut into tiles with a margin, and the result is that of the whole raster at once, bit for bit. The work is shared by all cores, outside QGIS, in bounded memory, and can be cancelled at any moment.</source>
      <translation>Le raster peut avoir toute taille : il est découpé en tuiles avec une marge, et le résultat est celui de tout le raster d'un coup, bit pour bit. Le travail est partagé par tous les cœurs, hors de QGIS, dans une mémoire bornée, et peut être annulé à tout moment.</translation>
    </message>
    <message>
      <source>Sources:</source>
      <translation>Sources :</translation>
    </message>
    <message>
      <source>gaussian blur,gauss,low pass,lowpass,smooth,blur,denoise,noise,sigma,bell,convolution,generalize,filter dem</source>
      <translation>flou gaussien,gauss,passe-bas,lisser,flou,débruiter,bruit,sigma,cloche,convolution,généraliser</translation>
    </message>
    <message>
      <source>Smoothing and repair</source>
      <translation>Lissage et réparation</translation>
    </message>
    <message>
      <source>Smooths a raster with a Gaussian, the bell-shaped average; gaps stay and spoil nothing around them.</source>
      <translation>Lisse un raster par une gaussienne, la moyenne en cloche ; les lacunes restent et n'abîment rien autour d'elles.</translation>
    </message>
    <message>
      <source>fill nodata,fillnodata,fill no data,gap,hole,holes,void,voids,void filling,missing,interpolate,interpolation,inpainting,inpaint,repair,patch,inverse distance,idw,r.fillnulls,null</source>
      <translation>remplir nodata,lacune,lacunes,trou,trous,vide,manquant,interpoler,interpolation,réparer,distance inverse</translation>
    </message>
    <message>
      <source>Fills pixels without data from the valid pixels around them, by distance.</source>
      <translation>Comble les pixels sans donnée à partir des pixels valides autour, selon la distance.</translation>
    </message>
    <message>
      <source>outlier,outliers,spike,spikes,despike,blunder,blunders,error,errors,clean,cleaning,noise,artefacts,artifacts,anomaly,threshold,distance filter,hot pixel,repair</source>
      <translation>valeur aberrante,pic,pics,erreur,nettoyer,bruit,artefacts,anomalie,seuil,réparer</translation>
    </message>
    <message>
      <source>Takes out pixels that lie further from their surroundings than a threshold; they become nodata.</source>
      <translation>Retire les pixels plus éloignés de leur entourage qu'un seuil ; ils deviennent sans donnée.</translation>
    </message>
    <message>
      <source>edge,edges,gradient,high pass,highpass,sharpen,lineament,lineaments,boundary,derivative,contrast,blob,blobs,spot,zero crossing,second derivative,convolution,marr,hildreth</source>
      <translation>contour,contours,gradient,passe-haut,accentuer,linéament,limite,dérivée,contraste,taches,dérivée seconde,convolution</translation>
    </message>
    <message>
      <source>Edges and shapes</source>
      <translation>Contours et formes</translation>
    </message>
    <message>
      <source>Marks edges and spots: gradients by Sobel and Prewitt, Laplacian, Laplacian of Gaussian.</source>
      <translation>Marque contours et taches : gradients de Sobel et Prewitt, laplacien, laplacien de gaussienne.</translation>
    </message>
    <message>
      <source>mathematical morphology,morphological,opening,closing,tophat,top hat,bottom hat,black hat,erosion,dilation,structuring element,erode,dilate,peaks,pits,buildings,off terrain,dsm to dtm</source>
      <translation>morphologie mathématique,ouverture,fermeture,chapeau haut de forme,érosion,dilatation,élément structurant,sommets,creux,bâtiments</translation>
    </message>
    <message>
      <source>Removes or picks out shapes smaller than a window: opening, closing and top-hats.</source>
      <translation>Enlève ou extrait les formes plus petites qu'une fenêtre : ouverture, fermeture et chapeaux haut de forme.</translation>
    </message>
    <message>
      <source>terrain,dem,dtm,elevation,gradient,steep,steepness,inclination,incline,gdaldem,horn,relief,degrees,percent</source>
      <translation>terrain,MNT,MNE,altitude,gradient,raide,inclinaison,déclivité,relief,degrés,pour cent</translation>
    </message>
    <message>
      <source>Computes how steep the ground is, in degrees or percent, as gdaldem does.</source>
      <translation>Calcule la raideur du terrain, en degrés ou pour cent, comme gdaldem.</translation>
    </message>
    <message>
      <source>terrain,dem,dtm,elevation,exposition,exposure,direction,orientation,azimuth,compass,downslope,gdaldem,horn,relief,facing</source>
      <translation>terrain,MNT,MNE,altitude,exposition,direction,orientation,azimut,boussole,aval,relief</translation>
    </message>
    <message>
      <source>Computes the direction in which the ground falls, in degrees clockwise from north, as gdaldem does.</source>
      <translation>Calcule la direction où le terrain descend, en degrés depuis le nord dans le sens horaire, comme gdaldem.</translation>
    </message>
    <message>
      <source>terrain,dem,dtm,elevation,relief,shaded relief,shade,shading,shadow,hillshading,illumination,light,sun,azimuth,altitude,multidirectional,gdaldem,horn,lambert</source>
      <translation>terrain,MNT,MNE,altitude,relief,relief ombré,ombre,éclairage,lumière,soleil,azimut,estompage</translation>
    </message>
    <message>
      <source>Computes the brightness of the ground under a light, single or from several directions, as gdaldem does.</source>
      <translation>Calcule la clarté du terrain sous une lumière, unique ou de plusieurs directions, comme gdaldem.</translation>
    </message>
    <message>
      <source>tpi,terrain,dem,dtm,elevation,landform,landforms,ridge,ridges,valley,valleys,hilltop,relative position,position,relief,weiss,gdaldem,bpi,bathymetric position</source>
      <translation>terrain,MNT,MNE,altitude,forme du relief,crête,crêtes,vallée,vallées,sommet,position relative,relief</translation>
    </message>
    <message>
      <source>Computes how far each pixel lies above or below the mean of its surroundings: ridges and valleys.</source>
      <translation>Calcule de combien chaque pixel est au-dessus ou au-dessous de la moyenne de son entourage : crêtes et vallées.</translation>
    </message>
    <message>
      <source>tri,terrain,dem,dtm,elevation,rugged,rough,ruggedness index,riley,wilson,heterogeneity,relief,gdaldem,complexity,surface</source>
      <translation>terrain,MNT,MNE,altitude,rugueux,indice de rugosité,hétérogénéité,relief,complexité,surface</translation>
    </message>
    <message>
      <source>Computes how rough the ground is: terrain ruggedness index (TRI) by Riley or Wilson, or roughness.</source>
      <translation>Calcule la rugosité du terrain : indice (TRI) de Riley ou de Wilson, ou aspérité.</translation>
    </message>
    <message>
      <source>local relief model,lrm,terrain,dem,dtm,elevation,relief,deviation from mean,dev,difference from mean,z-score,standard score,standardise,standardize,residual,detrend,high pass,highpass,microrelief,archaeology,prominence,anomaly,trend removal</source>
      <translation>modèle de relief local,terrain,MNT,MNE,altitude,relief,écart à la moyenne,score z,centrer,réduire,résidu,passe-haut,microrelief,archéologie,anomalie</translation>
    </message>
    <message>
      <source>Computes the difference of each pixel from the mean around it, plain or in standard deviations (z-score).</source>
      <translation>Calcule la différence de chaque pixel à la moyenne autour de lui, simple ou en écarts-types (score z).</translation>
    </message>
    <message>
      <source>zonal,zonal statistics,zones,polygons,polygon statistics,per polygon,land cover,tabulate area,extract</source>
      <translation>zonal,statistiques zonales,zones,polygones,statistiques par polygone,par polygone,occupation du sol,tabuler les surfaces,extraire</translation>
    </message>
    <message>
      <source>Zones</source>
      <translation>Zones</translation>
    </message>
    <message>
      <source>Measures a raster of any size in each of many zones, exactly, median and percentiles too.</source>
      <translation>Mesure un raster de toute taille dans chacune de nombreuses zones, exactement, médiane et percentiles aussi.</translation>
    </message>
    <message>
      <source>Each zone gets the statistics of its own pixels: of every polygon of a layer, or of every whole number of a raster on the same grid. All zones are measured in one pass, exactly, whatever their number and size; polygons may overlap and lie in another CRS. A zone without a valid pixel gets counts of 0 and no other value.</source>
      <translation>Chaque zone reçoit les statistiques de ses propres pixels : chaque polygone d'une couche, ou chaque nombre entier d'un raster sur la même grille. Toutes les zones sont mesurées en un passage, exactement, quels que soient leur nombre et leur taille ; les polygones peuvent se recouvrir et être dans un autre SCR. Une zone sans pixel valide reçoit des nombres de 0 et aucune autre valeur.</translation>
    </message>
    <message>
      <source>python,numpy,scipy,script,function,custom,own,code,user defined,udf,map overlap,geoutils,lambda,raster calculator,formula,tile,tiles,apply</source>
      <translation>python,script,fonction,propre,code,défini par l'utilisateur,calculatrice raster,formule,tuile,tuiles,appliquer</translation>
    </message>
    <message>
      <source>Your own code</source>
      <translation>Votre propre code</translation>
    </message>
    <message>
      <source>Runs a Python function of yours on every tile of a raster, on all cores, into a new raster.</source>
      <translation>Exécute une fonction Python à vous sur chaque tuile d'un raster, sur tous les cœurs, dans un nouveau raster.</translation>
    </message>
    <message>
      <source>Runs a Python function of yours on every tile of a raster, on all cores, and puts the results together. The function takes a tile as a Raster with all bands and the margin, or, where its first parameter is annotated as numpy.ndarray, each band as a 2-D array with NaN for nodata; it returns the same kind of thing, of the same rows and columns.</source>
      <translation>Exécute une fonction Python à vous sur chaque tuile d'un raster, sur tous les cœurs, et assemble les résultats. La fonction prend une tuile comme Raster avec toutes les bandes et la marge, ou, si son premier paramètre est annoté numpy.ndarray, chaque bande comme tableau 2-D avec NaN pour les lacunes ; elle rend la même sorte de chose, de mêmes lignes et colonnes.</translation>
    </message>
    <message>
      <source>The margin is what the function sees around each tile; the margin of its result is cut off. Give as many pixels as the function looks at around a pixel, else the seams of the tiles show.</source>
      <translation>La marge est ce que la fonction voit autour de chaque tuile ; la marge de son résultat est coupée. Donnez autant de pixels que la fonction en regarde autour d'un pixel, sinon les coutures des tuiles se voient.</translation>
    </message>
    <message>
      <source>tile,tiles,grid,fishnet,index,footprint,chunk,block,halo,overlap,margin,preview,tiling,tile index,polygons</source>
      <translation>tuile,tuiles,grille,quadrillage,index,empreinte,bloc,recouvrement,marge,aperçu,index des tuiles,polygones</translation>
    </message>
    <message>
      <source>Helpers</source>
      <translation>Auxiliaires</translation>
    </message>
    <message>
      <source>Draws the tiles into which a raster is cut, and their margins, as polygons.</source>
      <translation>Dessine les tuiles en lesquelles un raster est découpé, et leurs marges, comme polygones.</translation>
    </message>
    <message>
      <source>Draws the tiles into which a run would cut the raster, one polygon each with its rows and columns, and with a margin a second polygon each: what is read for that tile. No pixel is read.</source>
      <translation>Dessine les tuiles en lesquelles une exécution découperait le raster, un polygone chacune avec ses lignes et colonnes, et avec une marge un second chacune : ce qui est lu pour cette tuile. Aucun pixel n'est lu.</translation>
    </message>
    <message>
      <source>A tile size of 0 shows what a run of a function with this margin would choose on this computer; filters may round it to whole blocks of the output. The result of a run never depends on it.</source>
      <translation>Une taille de tuile de 0 montre ce que choisirait sur cet ordinateur l'exécution d'une fonction avec cette marge ; les filtres peuvent l'arrondir à des blocs entiers de la sortie. Le résultat n'en dépend jamais.</translation>
    </message>
    <message>
      <source>rasterio,scipy,numpy,python,interpreter,dependencies,install,diagnose,bug,report</source>
      <translation>python,interpréteur,dépendances,installer,diagnostic,erreur,rapport</translation>
    </message>
    <message>
      <source>Reports which Python the tiled tools run with, its libraries, cores and memory.</source>
      <translation>Indique avec quel Python les outils par tuiles travaillent, ses bibliothèques, cœurs et mémoire.</translation>
    </message>
    <message>
      <source>&lt;p&gt;The tiled tools do their work in an engine process outside QGIS, which needs a Python with NumPy and rasterio or osgeo.gdal. This looks for it anew, forgetting what was remembered, and reports what was found, what was refused and why, and the command that mends it.&lt;/p&gt;&lt;p&gt;Another Python can be named under Settings &amp;gt; Options &amp;gt; Processing &amp;gt; Providers &amp;gt; Tiled raster. Copy the log into a report of a fault.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Les outils par tuiles font leur travail dans un moteur hors de QGIS, qui a besoin d'un Python avec NumPy et rasterio ou osgeo.gdal. Ceci le cherche à nouveau, oublie ce qui était retenu, et indique ce qui a été trouvé, ce qui a été refusé et pourquoi, et la commande qui y remédie.&lt;/p&gt;&lt;p&gt;Un autre Python peut être nommé sous Préférences &amp;gt; Options &amp;gt; Traitement &amp;gt; Fournisseurs de traitement &amp;gt; Tiled raster. Copiez le journal dans un rapport d'erreur.&lt;/p&gt;</translation>
    </message>
    <message>
      <source>Tile</source>
      <translation>Tuile</translation>
    </message>
    <message>
      <source>First row</source>
      <translation>Première ligne</translation>
    </message>
    <message>
      <source>End of rows</source>
      <translation>Fin des lignes</translation>
    </message>
    <message>
      <source>First column</source>
      <translation>Première colonne</translation>
    </message>
    <message>
      <source>End of columns</source>
      <translation>Fin des colonnes</translation>
    </message>
    <message>
      <source>not all outputs were written</source>
      <translation>toutes les sorties n'ont pas été écrites</translation>
    </message>
    <message>
      <source>To repeat this run, on the command line or in Python:</source>
      <translation>Pour répéter cette exécution, en ligne de commande ou en Python :</translation>
    </message>
    <message>
      <source>Band {} has a scale or offset, which QGIS shows applied: here values are as stored.</source>
      <translation>La bande {} a une échelle ou un décalage, que QGIS montre appliqués : ici les valeurs sont telles que stockées.</translation>
    </message>
    <message>
      <source>No engine can be started.</source>
      <translation>Aucun moteur ne peut être démarré.</translation>
    </message>
    <message>
      <source>Interrupted: {}.</source>
      <translation>Interrompu : {}.</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>inconnu</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>Annulé.</translation>
    </message>
    <message>
      <source>Starting the engine</source>
      <translation>Démarrage du moteur</translation>
    </message>
    <message>
      <source>Finishing the output</source>
      <translation>Achèvement de la sortie</translation>
    </message>
    <message>
      <source>Tile {} of {}: at work for {}</source>
      <translation>Tuile {} sur {} : en cours depuis {}</translation>
    </message>
    <message>
      <source>Tile {} of {}{}{}</source>
      <translation>Tuile {} sur {}{}{}</translation>
    </message>
    <message>
      <source>, {} left</source>
      <translation>, reste {}</translation>
    </message>
    <message>
      <source>, pass {} of {}</source>
      <translation>, passage {} sur {}</translation>
    </message>
    <message>
      <source>Plan: {}</source>
      <translation>Plan : {}</translation>
    </message>
    <message>
      <source>SIZE has no effect: SIZES takes its place.</source>
      <translation>SIZE est sans effet : SIZES prend sa place.</translation>
    </message>
    <message>
      <source>FUNCTION_FILE has no effect: choose custom as the filter.</source>
      <translation>FUNCTION_FILE est sans effet : choisissez custom comme filtre.</translation>
    </message>
    <message>
      <source>No engine</source>
      <translation>Pas de moteur</translation>
    </message>
    <message>
      <source>is</source>
      <translation>est</translation>
    </message>
    <message>
      <source>{}: {} is even, {}</source>
      <translation>{} : {} est pair, {}</translation>
    </message>
    <message>
      <source>{}: {} is given, {}</source>
      <translation>{} : {} est donné, {}</translation>
    </message>
    <message>
      <source>{} tiles of up to {} x {} pixels (rows x columns).</source>
      <translation>{} tuiles de {} x {} pixels au plus (lignes x colonnes).</translation>
    </message>
    <message>
      <source>The tiles cannot be written: {}</source>
      <translation>Les tuiles ne peuvent pas être écrites : {}</translation>
    </message>
    <message>
      <source>no valid pixel</source>
      <translation>aucun pixel valide</translation>
    </message>
    <message>
      <source>none</source>
      <translation>aucune</translation>
    </message>
    <message>
      <source>Done in {}: {} ({}, nodata {}).</source>
      <translation>Fini en {} : {} ({}, nodata {}).</translation>
    </message>
    <message>
      <source>{} zones measured in {} s</source>
      <translation>{} zones mesurées en {} s</translation>
    </message>
    <message>
      <source>Done in {}.</source>
      <translation>Fini en {}.</translation>
    </message>
    <message>
      <source>Band {}</source>
      <translation>Bande {}</translation>
    </message>
    <message>
      <source>; {} of them have no pixel</source>
      <translation> ; {} d'entre elles n'ont aucun pixel</translation>
    </message>
    <message>
      <source>and {} more classes</source>
      <translation>et {} autres classes</translation>
    </message>
    <message>
      <source>Taken for codes of classes: {} left out here, and told in outputs and files.</source>
      <translation>Pris pour des codes de classes : {} omis ici, donnés dans les sorties et les fichiers.</translation>
    </message>
    <message>
      <source>Looking for the engine of Tiled raster</source>
      <translation>Recherche du moteur de Tiled raster</translation>
    </message>
    <message>
      <source>Tiled raster</source>
      <translation>Tiled raster</translation>
    </message>
    <message>
      <source>{}={} has no effect: it is used by {}.</source>
      <translation>{}={} est sans effet : il est utilisé par {}.</translation>
    </message>
    <message>
      <source>Search…</source>
      <translation>Chercher…</translation>
    </message>
    <message>
      <source>Chosen: {}</source>
      <translation>Choisi : {}</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>rien</translation>
    </message>
    <message>
      <source>{} - this will take long</source>
      <translation>{} - ce sera long</translation>
    </message>
    <message>
      <source>Planning a run of Tiled raster</source>
      <translation>Planification d'une exécution de Tiled raster</translation>
    </message>
    <message>
      <source>1 tile</source>
      <translation>1 tuile</translation>
    </message>
    <message>
      <source>1 worker</source>
      <translation>1 travailleur</translation>
    </message>
    <message>
      <source>{} MB in flight</source>
      <translation>{} Mo en cours</translation>
    </message>
    <message>
      <source>{} tiles of {} x {} pixels</source>
      <translation>{} tuiles de {} x {} pixels</translation>
    </message>
    <message>
      <source>{} workers</source>
      <translation>{} travailleurs</translation>
    </message>
    <message>
      <source>, {} free</source>
      <translation>, {} libres</translation>
    </message>
    <message>
      <source>about {}</source>
      <translation>environ {}</translation>
    </message>
    <message>
      <source>output up to {}</source>
      <translation>sortie jusqu'à {}</translation>
    </message>
    <message>
      <source>Runs the filter on what the map shows, at full resolution and on at most {} x {} pixels, and compares before and after. Nothing is written.</source>
      <translation>Applique le filtre à l'emprise de la carte, en pleine résolution et sur {} x {} pixels au plus, et compare avant et après. Rien n'est écrit.</translation>
    </message>
    <message>
      <source>Preview</source>
      <translation>Aperçu</translation>
    </message>
    <message>
      <source>The engine filters what the map shows</source>
      <translation>Le moteur filtre l'emprise de la carte</translation>
    </message>
    <message>
      <source>Choose a raster first.</source>
      <translation>Choisissez d'abord un raster.</translation>
    </message>
    <message>
      <source>{} x {} pixels at full resolution, in {} s.</source>
      <translation>{} x {} pixels en pleine résolution, en {} s.</translation>
    </message>
    <message>
      <source>The map does not show this raster: this is its middle.</source>
      <translation>La carte ne montre pas ce raster : ceci est son milieu.</translation>
    </message>
    <message>
      <source>Preview: {}</source>
      <translation>Aperçu : {}</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Avant</translation>
    </message>
    <message>
      <source>After</source>
      <translation>Après</translation>
    </message>
    <message>
      <source>Left of the line: before. Right of it: after.</source>
      <translation>À gauche de la ligne : avant. À droite : après.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>{}: report</source>
      <translation>{} : rapport</translation>
    </message>
    <message>
      <source>{}: statistics of each tile</source>
      <translation>{} : statistiques de chaque tuile</translation>
    </message>
    <message>
      <source>{}: statistics</source>
      <translation>{} : statistiques</translation>
    </message>
    <message>
      <source>Python console of QGIS</source>
      <translation>Console Python de QGIS</translation>
    </message>
    <message>
      <source>Cancelled before the layer of tiles was written: {}.</source>
      <translation>Annulé avant que la couche des tuiles soit écrite : {}.</translation>
    </message>
    <message>
      <source>Percentile {}</source>
      <translation>Percentile {}</translation>
    </message>
    <message>
      <source>Band {}: {}</source>
      <translation>Bande {} : {}</translation>
    </message>
    <message>
      <source>the file was incomplete; is the disk full?</source>
      <translation>le fichier était incomplet ; le disque est-il plein ?</translation>
    </message>
    <message>
      <source>The tiles could not be written: {}</source>
      <translation>Les tuiles n'ont pas pu être écrites : {}</translation>
    </message>
    <message>
      <source>{}={}: cannot be written ({}); is it open in another program?</source>
      <translation>{}={} : ne peut pas être écrit ({}) ; est-il ouvert dans un autre programme ?</translation>
    </message>
    <message>
      <source>{}: would replace the input</source>
      <translation>{} : remplacerait l'entrée</translation>
    </message>
    <message>
      <source>units of the map</source>
      <translation>unités de la carte</translation>
    </message>
    <message>
      <source>The layer of zones changed during the run: run it once more.</source>
      <translation>La couche des zones a changé pendant l'exécution : exécutez encore une fois.</translation>
    </message>
    <message>
      <source>The zones could not be written: {}</source>
      <translation>Les zones n'ont pas pu être écrites : {}</translation>
    </message>
    <message>
      <source>Cancelled before the zones were written: {}.</source>
      <translation>Annulé avant que les zones soient écrites : {}.</translation>
    </message>
    <message>
      <source>PREFIX={}: the zones have a field {} already; choose another prefix</source>
      <translation>PREFIX={} : les zones ont déjà un champ {} ; choisissez un autre préfixe</translation>
    </message>
    <message>
      <source>{}: feature {} cannot be brought to the raster's CRS: {}</source>
      <translation>{} : l'entité {} ne peut être amenée dans le SCR du raster : {}</translation>
    </message>
    <message>
      <source>Python to use (needs NumPy, and rasterio or osgeo.gdal)</source>
      <translation>Python à utiliser (il lui faut NumPy, et rasterio ou osgeo.gdal)</translation>
    </message>
    <message>
      <source>Workers by default (0: one for each core)</source>
      <translation>Travailleurs par défaut (0 : un par cœur)</translation>
    </message>
    <message>
      <source>Memory limit by default, MB (0: choose for me)</source>
      <translation>Limite de mémoire par défaut, Mo (0 : automatique)</translation>
    </message>
    <message>
      <source>Folder for temporary files</source>
      <translation>Dossier des fichiers temporaires</translation>
    </message>
    <message>
      <source>Write the values of function arguments into outputs</source>
      <translation>Écrire les valeurs des arguments de fonction dans les sorties</translation>
    </message>
    <message>
      <source>Leave empty to search</source>
      <translation>Laisser vide pour chercher</translation>
    </message>
    <message>
      <source>Leave empty for the system's</source>
      <translation>Laisser vide pour celui du système</translation>
    </message>
    <message>
      <source>At most {}.</source>
      <translation>{} au plus.</translation>
    </message>
  </context>
</TS>

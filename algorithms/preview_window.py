"""The window of a preview: one picture over the other, before left of a line and after right of it."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QPoint, QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPixmap
from qgis.PyQt.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSlider, QVBoxLayout, QWidget

from .words import tr

STEPS = 1000
FIRST = QSize(640, 640)
"""Of the pictures at first; a window that was drawn larger stays so."""
LINE_PX, INSIDE_PX = 2, 6
LINE, SHADE, WORDS = QColor(255, 255, 255), QColor(0, 0, 0, 150), QColor(255, 255, 255)


class Comparison(QWidget):
    """Two pictures of the same size in the same place, parted by a line that can be dragged."""

    moved = pyqtSignal(float)
    """The share of the width, 0 to 1, that shows the first picture."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.5
        self._pictures: Optional[tuple[QImage, QImage]] = None
        self._scaled: Optional[tuple[QPixmap, QPixmap]] = None
        self.setMinimumSize(240, 160)
        self.setCursor(Qt.CursorShape.SplitHCursor)

    def sizeHint(self) -> QSize:
        """Return the size to open with."""
        return FIRST

    def show_pictures(self, before: QImage, after: QImage) -> None:
        """Show two pictures of one size."""
        self._pictures, self._scaled = (before, after), None
        self.update()

    def part(self, share: float) -> None:
        """Show the first picture in this share of the width."""
        self.share = min(max(share, 0.0), 1.0)
        self.update()

    def frame(self) -> QRect:
        """Return where the pictures are: in the middle, as large as there is room for."""
        if self._pictures is None:
            return QRect()
        size = self._pictures[0].size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRect(QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2), size)

    def resizeEvent(self, event: Any) -> None:
        """Scale the pictures anew."""
        self._scaled = None
        super().resizeEvent(event)

    def mousePressEvent(self, event: Any) -> None:
        """Move the line to where the mouse is."""
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: Any) -> None:
        """Move the line with the mouse, while a button is held."""
        frame = self.frame()
        if frame.width() > 0:
            self.part((event.pos().x() - frame.left()) / frame.width())
            self.moved.emit(self.share)

    def paintEvent(self, event: Any) -> None:  # noqa: ARG002
        """Draw both pictures, the line between them, and what they are."""
        if self._pictures is None:
            return
        frame, painter = self.frame(), QPainter(self)
        before, after = self._fitted(frame.size())
        at = round(self.share * frame.width())
        left, right = QRect(0, 0, at, frame.height()), QRect(at, 0, frame.width() - at, frame.height())
        painter.drawPixmap(frame.topLeft(), before, self._in_pixels(left, before))
        painter.drawPixmap(frame.topLeft() + right.topLeft(), after, self._in_pixels(right, after))
        painter.fillRect(QRect(frame.left() + at - LINE_PX // 2, frame.top(), LINE_PX, frame.height()), LINE)
        self._tell(painter, frame, tr("Before"), is_left=True)
        self._tell(painter, frame, tr("After"), is_left=False)
        painter.end()

    def _fitted(self, size: QSize) -> tuple[QPixmap, QPixmap]:
        """Return the pictures in the size of the window, sharp on screens that have several pixels to one of ours."""
        if self._scaled is None:
            assert self._pictures is not None
            dense = self.devicePixelRatioF()
            wanted = QSize(max(round(size.width() * dense), 1), max(round(size.height() * dense), 1))
            grows = wanted.width() > self._pictures[0].width()
            how = Qt.TransformationMode.FastTransformation if grows else Qt.TransformationMode.SmoothTransformation
            fitted = [
                QPixmap.fromImage(one.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, how))
                for one in self._pictures
            ]
            for one in fitted:
                one.setDevicePixelRatio(dense)
            self._scaled = (fitted[0], fitted[1])
        return self._scaled

    def _in_pixels(self, part: QRect, picture: QPixmap) -> QRect:
        dense = picture.devicePixelRatioF()
        sides = (part.x(), part.y(), part.width(), part.height())
        return QRect(*(round(side * dense) for side in sides))

    def _tell(self, painter: QPainter, frame: QRect, words: str, is_left: bool) -> None:
        metrics = painter.fontMetrics()
        width, height = metrics.boundingRect(words).width() + 2 * INSIDE_PX, metrics.height() + INSIDE_PX
        left = frame.left() + INSIDE_PX if is_left else frame.right() - width - INSIDE_PX
        box = QRect(left, frame.top() + INSIDE_PX, width, height)
        painter.fillRect(box, SHADE)
        painter.setPen(WORDS)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class PreviewWindow(QDialog):
    """Shows that a preview is being made, then the two pictures with a slider, or why there are none."""

    stopped = pyqtSignal()
    """The window was closed, or Cancel pressed: whatever is under way is no longer wanted."""

    def __init__(self, parent: Any, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.pictures = Comparison()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setValue(STEPS // 2)
        self.slider.setToolTip(tr("Left of the line: before. Right of it: after."))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.button = QPushButton()
        self.slider.valueChanged.connect(lambda value: self.pictures.part(value / STEPS))
        self.pictures.moved.connect(self._follow)
        self.button.clicked.connect(self._press)
        self._lay_out()

    def _lay_out(self) -> None:
        layout, foot = QVBoxLayout(self), QHBoxLayout()
        layout.addWidget(self.pictures, 1)
        layout.addWidget(self.slider)
        foot.addWidget(self.words, 1)
        foot.addWidget(self.bar)
        foot.addWidget(self.button)
        layout.addLayout(foot)

    def _follow(self, share: float) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(share * STEPS))
        self.slider.blockSignals(False)

    def begin(self, words: str) -> None:
        """Say that a preview is being made; an earlier one stays in sight."""
        self._set(words, is_busy=True)
        self.show()
        self.raise_()

    def end(self, words: str, before: Optional[QImage] = None, after: Optional[QImage] = None) -> None:
        """Show the pictures, or only say why there are none."""
        if before is not None and after is not None:
            self.pictures.show_pictures(before, after)
        self._set(words, is_busy=False)

    def _set(self, words: str, is_busy: bool) -> None:
        self.words.setText(words)
        self.bar.setVisible(is_busy)
        self.button.setText(tr("Cancel") if is_busy else tr("Close"))
        self.slider.setEnabled(not is_busy)

    @property
    def is_busy(self) -> bool:
        """Whether a preview is being made."""
        return not self.bar.isHidden()

    def _press(self) -> None:
        if self.is_busy:
            self._stop()
        else:
            self.close()

    def _stop(self) -> None:
        if self.is_busy:
            self.stopped.emit()
            self.end(tr("Cancelled."))

    def closeEvent(self, event: Any) -> None:
        """Let go of what is under way."""
        self._stop()
        super().closeEvent(event)

    def reject(self) -> None:
        """Close by Escape as by the button of the window."""
        self.close()
